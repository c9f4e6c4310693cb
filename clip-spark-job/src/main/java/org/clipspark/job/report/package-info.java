/** What a run leaves behind: metrics, how it was made, and a page to look at. Entry points: {@link org.clipspark.job.report.MetricsLog}, {@link org.clipspark.job.report.RunRecord}, {@link org.clipspark.job.report.Report}. */
@NullMarked
package org.clipspark.job.report;

import org.jspecify.annotations.NullMarked;
