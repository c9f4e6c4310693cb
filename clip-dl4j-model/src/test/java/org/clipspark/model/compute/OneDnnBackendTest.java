package org.clipspark.model.compute;

/** The onednn backend. */
class OneDnnBackendTest extends BackendContractTest {
    OneDnnBackendTest() {
        super(Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1)), 1e-4);
    }
}
