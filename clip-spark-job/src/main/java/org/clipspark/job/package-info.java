/** The {@code clip} command line: wiring only. Entry point: {@link org.clipspark.job.ClipJob}. */
@NullMarked
package org.clipspark.job;

import org.jspecify.annotations.NullMarked;
