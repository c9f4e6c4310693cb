/** What each task measures on embeddings. {@code N} images, {@code M} captions, {@code E} width. Entry point: {@link org.clipspark.job.suite.measure.TaskMeasure}. */
@NullMarked
package org.clipspark.job.suite.measure;

import org.jspecify.annotations.NullMarked;
