package org.clipspark.model.compute;

import org.junit.jupiter.api.extension.ExtendWith;

/** The cuda backend in single precision. */
@ExtendWith(NeedsCuda.class)
class CudaBackendFp32Test extends BackendContractTest {
    CudaBackendFp32Test() {
        super(NeedsCuda.open(Precision.FP32), 1e-5);
    }
}
