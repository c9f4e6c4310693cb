package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.memory;

/**
 * Mean and variance of the columns of a matrix. oneDNN adds up all rows one after the other in single precision, which
 * loses two digits over the many positions of a batch. So it adds up short runs of rows only, and the runs are pooled in
 * double precision.
 */
final class OneDnnBatchStatistics {
    /** Rows of a run, at least: enough to leave little to pool, few enough to add up without loss. */
    private static final int RUN = 32;

    private final OneDnnRuntime runtime;
    private final OneDnnScratch means = new OneDnnScratch();
    private final OneDnnScratch variances = new OneDnnScratch();
    private final Map<Shape, Plan> plans = new HashMap<>();

    /** Row {@code r} of the matrix belongs to run {@code r % runs}: a matrix {@code [rows / runs, runs * columns]}. */
    private record Plan(OneDnnCall call, int runs) {}

    OneDnnBatchStatistics(OneDnnRuntime runtime) {
        this.runtime = runtime;
    }

    /** Sets {@code mean [C]} and {@code variance [C]} to those of {@code x [N, C]}; overwrites {@code y [N, C]}. */
    void measure(OneDnnTensor x, OneDnnTensor y, OneDnnTensor mean, OneDnnTensor variance) {
        Plan plan = plans.computeIfAbsent(Shape.of(x.rows(), x.columns()), shape -> plan(x.rows(), x.columns()));
        long count = plan.runs() * x.columns();
        runtime.run(
                plan.call(),
                x.address(),
                y.address(),
                means.floats(count).address(),
                variances.floats(count).address());
        pool(plan.runs(), mean, variance);
    }

    private Plan plan(long rows, long columns) {
        long length = runLength(rows);
        long wide = rows / length * columns;
        memory.desc body = OneDnnBatchNorm.body(length, wide);
        memory.desc each = OneDnnRuntime.rowMajor(wide);
        batch_normalization_forward.primitive_desc descriptor = new batch_normalization_forward.primitive_desc(
                runtime.engine(), dnnl_forward_training, body, body, 0, 0, OneDnnRuntime.sharingScratchpad(), false);
        OneDnnCall call = runtime.call()
                .argument(DNNL_ARG_SRC, body)
                .argument(DNNL_ARG_DST, body)
                .argument(DNNL_ARG_MEAN, each)
                .argument(DNNL_ARG_VARIANCE, each)
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new batch_normalization_forward(descriptor));
        return new Plan(call, Math.toIntExact(rows / length));
    }

    private static long runLength(long rows) {
        for (long length = RUN; length <= rows / 2; length++) {
            if (rows % length == 0) {
                return length;
            }
        }
        return rows;
    }

    private void pool(int runs, OneDnnTensor mean, OneDnnTensor variance) {
        int columns = (int) mean.size();
        double[] sums = new double[columns];
        double[] squares = new double[columns];
        float[] runMeans = new float[columns];
        float[] runVariances = new float[columns];
        for (int run = 0; run < runs; run++) {
            means.floats(columns).read((long) run * columns, runMeans, 0, columns);
            variances.floats(columns).read((long) run * columns, runVariances, 0, columns);
            for (int c = 0; c < columns; c++) {
                sums[c] += runMeans[c];
                squares[c] += runVariances[c] + (double) runMeans[c] * runMeans[c];
            }
        }
        for (int c = 0; c < columns; c++) {
            sums[c] /= runs;
            squares[c] = Math.max(0, squares[c] / runs - sums[c] * sums[c]);
        }
        mean.write(0, sums, 0, columns);
        variance.write(0, squares, 0, columns);
    }

    void close() {
        means.close();
        variances.close();
    }
}
