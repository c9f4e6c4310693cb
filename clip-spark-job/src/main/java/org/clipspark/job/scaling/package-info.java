/** How error falls with training compute over many runs, and what they cost. Entry points: {@link org.clipspark.job.scaling.ScalingStudy}, {@link org.clipspark.job.scaling.FinishedRun}. */
@NullMarked
package org.clipspark.job.scaling;

import org.jspecify.annotations.NullMarked;
