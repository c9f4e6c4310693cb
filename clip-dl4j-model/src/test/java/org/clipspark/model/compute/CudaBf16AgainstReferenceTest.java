package org.clipspark.model.compute;

/** Activations in bf16. */
class CudaBf16AgainstReferenceTest extends CudaAgainstReference {
    CudaBf16AgainstReferenceTest() {
        super(Precision.BF16, 1e-2);
    }
}
