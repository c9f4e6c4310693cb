/** Rows that are the same picture or nearly so, within a data set and against evaluation sets. Entry point: {@link
 * org.clipspark.prep.twin.TwinSearch}. */
@NullMarked
package org.clipspark.prep.twin;

import org.jspecify.annotations.NullMarked;
