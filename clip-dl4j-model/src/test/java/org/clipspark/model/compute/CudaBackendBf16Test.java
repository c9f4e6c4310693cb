package org.clipspark.model.compute;

import org.junit.jupiter.api.extension.ExtendWith;

/** The cuda backend in bf16, on tensors of floats. */
@ExtendWith(NeedsCuda.class)
class CudaBackendBf16Test extends BackendContractTest {
    CudaBackendBf16Test() {
        super(NeedsCuda.open(Precision.BF16), 1e-2);
    }
}
