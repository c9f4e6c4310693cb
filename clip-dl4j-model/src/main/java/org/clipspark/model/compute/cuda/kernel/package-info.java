/**
 * The kernels of the {@code cuda} backend: which of them an operation launches, on how many threads. The shapes that they are
 * given have been checked. Entry points are named after groups of operations of {@link org.clipspark.model.compute.Backend}.
 */
@NullMarked
package org.clipspark.model.compute.cuda.kernel;

import org.jspecify.annotations.NullMarked;
