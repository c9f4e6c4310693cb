/** Finished data sets in formats of other programs. Entry point: {@link org.clipspark.prep.export.WebDatasetExport}. */
@NullMarked
package org.clipspark.prep.export;

import org.jspecify.annotations.NullMarked;
