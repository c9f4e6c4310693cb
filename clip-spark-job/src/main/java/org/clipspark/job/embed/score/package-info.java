/** Similarity of images and their captions as a column that data preparation filters by. Entry point: {@link
 * org.clipspark.job.embed.score.SimilarityScores}. */
@NullMarked
package org.clipspark.job.embed.score;

import org.jspecify.annotations.NullMarked;
