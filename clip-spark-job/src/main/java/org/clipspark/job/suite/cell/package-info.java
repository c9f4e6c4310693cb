/** Results of an evaluation, one cell for each checkpoint, data set, language and task, and the folder that keeps them. Entry point: {@link org.clipspark.job.suite.cell.CellStore}. */
@NullMarked
package org.clipspark.job.suite.cell;

import org.jspecify.annotations.NullMarked;
