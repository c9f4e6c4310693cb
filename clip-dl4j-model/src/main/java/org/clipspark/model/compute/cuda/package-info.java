/**
 * The {@code cuda} backend: NVIDIA GPUs of compute capability 7.5 and later, with CUDA 13. Entry point: {@link
 * org.clipspark.model.compute.cuda.CudaBackendProvider}, which {@link org.clipspark.model.compute.Backend#named} finds.
 */
@NullMarked
package org.clipspark.model.compute.cuda;

import org.jspecify.annotations.NullMarked;
