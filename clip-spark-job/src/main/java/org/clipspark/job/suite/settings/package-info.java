/** What a file of {@code conf/eval} says. Entry point: {@link org.clipspark.job.suite.settings.SuiteSettings}. */
@NullMarked
package org.clipspark.job.suite.settings;

import org.jspecify.annotations.NullMarked;
