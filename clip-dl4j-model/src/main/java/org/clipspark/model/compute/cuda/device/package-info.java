/**
 * One NVIDIA GPU as a replica uses it: its context and stream, its memory, kernels compiled at run time and launched. Entry
 * point: {@link org.clipspark.model.compute.cuda.device.CudaRuntime}.
 */
@NullMarked
package org.clipspark.model.compute.cuda.device;

import org.jspecify.annotations.NullMarked;
