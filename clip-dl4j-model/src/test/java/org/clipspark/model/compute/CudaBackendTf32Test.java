package org.clipspark.model.compute;

import org.junit.jupiter.api.extension.ExtendWith;

/** The cuda backend in TF32. */
@ExtendWith(NeedsCuda.class)
class CudaBackendTf32Test extends BackendContractTest {
    CudaBackendTf32Test() {
        super(NeedsCuda.open(Precision.TF32), 1e-3);
    }
}
