package org.clipspark.model.compute;

/** The nd4j backend with 32 bits. */
class Nd4jBackendFloat32Test extends BackendContractTest {
    Nd4jBackendFloat32Test() {
        super(Backend.named("nd4j", new BackendSettings(ElementType.FLOAT32, 1)), 1e-4);
    }
}
