package org.clipspark.model.compute;

/** The nd4j backend with 64 bits. */
class Nd4jBackendFloat64Test extends BackendContractTest {
    Nd4jBackendFloat64Test() {
        super(Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1)), 1e-10);
    }
}
