/** Results put side by side: a table, means over data sets, a history, two checkpoints query by query. Entry points: {@link org.clipspark.job.suite.table.CellTable}, {@link org.clipspark.job.suite.table.Aggregate}, {@link org.clipspark.job.suite.table.History}, {@link org.clipspark.job.suite.table.CellComparison}. */
@NullMarked
package org.clipspark.job.suite.table;

import org.jspecify.annotations.NullMarked;
