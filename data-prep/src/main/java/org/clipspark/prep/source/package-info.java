/** Parquet, WebDataset tars, class folders and tables to rows of encoded image and text. Entry point: {@link
 * org.clipspark.prep.source.PairSource}. */
@NullMarked
package org.clipspark.prep.source;

import org.jspecify.annotations.NullMarked;
