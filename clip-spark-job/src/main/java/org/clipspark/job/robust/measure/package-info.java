/** Measures of robustness over embeddings of changed images and prompts. Entry point: {@link
 * org.clipspark.job.robust.measure.CleanSet}, which all of them begin with. */
@NullMarked
package org.clipspark.job.robust.measure;

import org.jspecify.annotations.NullMarked;
