package org.clipspark.model.compute;

/** One part of the contract of {@link Backend}. */
interface BackendContract {
    /** The backend under test, with numbers that are the same for every test. */
    ComputeFixture fixture();
}
