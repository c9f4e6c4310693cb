/** What a run will cost in time, bytes and memory. Entry point: {@link org.clipspark.job.plan.RunForecast}. */
@NullMarked
package org.clipspark.job.plan;

import org.jspecify.annotations.NullMarked;
