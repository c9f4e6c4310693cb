/**
 * Embedding by a model on our oneDNN backend and on libtorch, and a whole evaluation of ours. Entry point: {@link
 * org.clipspark.benchmarks.embed.EmbedCommand}.
 */
@NullMarked
package org.clipspark.benchmarks.embed;

import org.jspecify.annotations.NullMarked;
