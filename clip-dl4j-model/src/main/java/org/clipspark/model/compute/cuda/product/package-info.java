/**
 * Matrix products and convolutions of the {@code cuda} backend, by cuBLASLt and cuDNN. Entry points: {@link
 * org.clipspark.model.compute.cuda.product.CudaProducts} and {@link
 * org.clipspark.model.compute.cuda.product.CudaConvolutions}.
 */
@NullMarked
package org.clipspark.model.compute.cuda.product;

import org.jspecify.annotations.NullMarked;
