/** Answers about a data set: how it was made, whether it is whole, why a row is in it, and what it holds. Entry point: {@link
 * org.clipspark.prep.report.DataSetReport}. */
@NullMarked
package org.clipspark.prep.report;

import org.jspecify.annotations.NullMarked;
