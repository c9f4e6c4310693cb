/** What a file of {@code conf/robustness} says. Entry point: {@link org.clipspark.job.robust.settings.RobustnessSettings}. */
@NullMarked
package org.clipspark.job.robust.settings;

import org.jspecify.annotations.NullMarked;
