/** What the columns of metadata mean, whatever file they stand in. Entry point: {@link
 * org.clipspark.prep.metadata.ColumnNames}. */
@NullMarked
package org.clipspark.prep.metadata;

import org.jspecify.annotations.NullMarked;
