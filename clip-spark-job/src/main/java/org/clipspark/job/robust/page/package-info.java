/** The page of a robustness card. Entry point: {@link org.clipspark.job.robust.page.CardPage}. */
@NullMarked
package org.clipspark.job.robust.page;

import org.jspecify.annotations.NullMarked;
