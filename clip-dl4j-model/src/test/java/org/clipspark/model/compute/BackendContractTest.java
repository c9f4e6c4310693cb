package org.clipspark.model.compute;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What every backend must do, checked against loops in double precision. A subclass names the backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BackendContractTest
        implements MemoryContract,
                ProductsContract,
                PointwiseContract,
                NormalizationContract,
                AttentionContract,
                FeatureMapsContract,
                BatchNormContract,
                FeatureMapErrorsContract,
                DepthwiseContract,
                SequencesContract,
                LossContract,
                VariantsContract,
                ShapeErrorsContract {
    private final Backend backend;
    private final double tolerance;
    private ComputeFixture fixture;

    BackendContractTest(Backend backend, double tolerance) {
        this.backend = backend;
        this.tolerance = tolerance;
        this.fixture = new ComputeFixture(backend, tolerance, 0);
    }

    @Override
    public ComputeFixture fixture() {
        return fixture;
    }

    @BeforeEach
    void startWithTheSameNumbers() {
        fixture = new ComputeFixture(backend, tolerance, 20261124);
    }

    @AfterAll
    void close() {
        backend.close();
    }
}
