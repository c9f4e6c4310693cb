/** Results as pages to look at. Entry points: {@link org.clipspark.job.suite.page.SuitePage}, {@link org.clipspark.job.suite.page.TrendPage}. */
@NullMarked
package org.clipspark.job.suite.page;

import org.jspecify.annotations.NullMarked;
