package org.clipspark.model.compute;

/** Everything in single precision. */
class CudaFp32AgainstReferenceTest extends CudaAgainstReference {
    CudaFp32AgainstReferenceTest() {
        super(Precision.FP32, 1e-5);
    }
}
