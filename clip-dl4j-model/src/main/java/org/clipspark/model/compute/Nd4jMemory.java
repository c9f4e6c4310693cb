package org.clipspark.model.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Memory of one backend: the arrays that live until it is closed, and a workspace for temporaries. */
final class Nd4jMemory implements AutoCloseable {
    private static final AtomicLong WORKSPACES = new AtomicLong();

    private final List<INDArray> arrays = new ArrayList<>();
    private final MemoryWorkspace workspace;
    private final int threads;
    private long boundThread = -1;
    private boolean closed;

    Nd4jMemory(int threads) {
        this.threads = threads;
        // Grows to what the hungriest operation used; from then on temporaries cost no native allocation.
        WorkspaceConfiguration configuration = WorkspaceConfiguration.builder()
                .initialSize(0)
                .policyAllocation(AllocationPolicy.STRICT)
                .policyLearning(LearningPolicy.FIRST_LOOP)
                .policySpill(SpillPolicy.REALLOCATE)
                .policyReset(ResetPolicy.BLOCK_LEFT)
                .build();
        workspace = Nd4j.getWorkspaceManager()
                .createNewWorkspace(configuration, "clip-nd4j-" + WORKSPACES.incrementAndGet());
    }

    /** A zeroed tensor. */
    Nd4jTensor allocate(ElementType type, Shape shape) {
        requireOpen();
        INDArray array = Nd4j.create(dataType(type), shape.size());
        arrays.add(array);
        return new Nd4jTensor(this, array, 0, shape, type);
    }

    /** Runs with a scope in which new arrays are temporaries. */
    void run(Runnable work) {
        requireOpen();
        bindThreads();
        workspace.notifyScopeEntered();
        try {
            work.run();
        } finally {
            workspace.notifyScopeLeft();
        }
    }

    /**
     * The tensor as one of this memory.
     *
     * @throws IllegalArgumentException if another backend made it
     */
    Nd4jTensor own(Tensor tensor) {
        // ND4J reads freed arrays without complaint.
        requireOpen();
        if (tensor instanceof Nd4jTensor own && own.isOf(this)) {
            return own;
        }
        throw new IllegalArgumentException("The tensor " + tensor.shape() + " belongs to another backend");
    }

    private static DataType dataType(ElementType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT64 -> DataType.DOUBLE;
            case INT32 -> DataType.INT32;
            case BFLOAT16 ->
                throw new IllegalArgumentException("The nd4j backend computes in FLOAT32 or FLOAT64, got BFLOAT16");
        };
    }

    /** OpenMP's thread count belongs to the calling thread, and a replica may move between threads. */
    private void bindThreads() {
        long current = Thread.currentThread().getId();
        if (current != boundThread) {
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
            boundThread = current;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The nd4j backend is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            arrays.forEach(INDArray::close);
            arrays.clear();
            workspace.destroyWorkspace(true);
            Nd4j.getWorkspaceManager().destroyWorkspace(workspace);
        }
    }
}
