package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend.AttentionBackward;
import org.clipspark.model.compute.CrossAttentionShape;
import org.clipspark.model.compute.VariantOperations.CrossAttentionBackward;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/**
 * Multi-head attention without its matrix of probabilities: what is kept for the way back is the logarithm of each query's sum
 * of exponentials, {@code [B, H, queries]} in single precision, and the scratch of the way back has the same shape.
 */
public final class AttentionKernels {
    private static final int THREADS = 128;
    private static final int THREADS_OF_SUM = 8;

    private final KernelFile general;
    private final KernelFile generalBackward;
    private final KernelFile tensor;
    private final KernelFile tensorBackward;

    /** Kernels of that card. */
    public AttentionKernels(CudaRuntime runtime) {
        this.general = new KernelFile(runtime, "attention");
        this.generalBackward = new KernelFile(runtime, "attention_backward");
        this.tensor = new KernelFile(runtime, "attention_tensor");
        this.tensorBackward = new KernelFile(runtime, "attention_tensor_backward");
    }

    /** Addresses of queries, keys and values, or of their gradients. */
    private record Sides(long q, long k, long v) {
        /** Side by side in rows of one matrix. */
        static Sides of(AttentionShape shape, CudaTensor qkv) {
            long step = (long) shape.width() * qkv.elementType().bytes();
            return new Sides(qkv.address(), qkv.address() + step, qkv.address() + 2 * step);
        }

        Launch appendTo(Launch launch) {
            return launch.address(q).address(k).address(v);
        }
    }

    /** What the way back reads besides queries, keys and values; {@code expected} is its scratch. */
    private record Back(CudaTensor out, CudaTensor dOut, CudaTensor logSums, CudaTensor expected) {}

    /** As {@link org.clipspark.model.compute.Backend#attention}, keeping {@code logSums}. */
    public void attention(AttentionShape shape, CudaTensor qkv, CudaTensor logSums, CudaTensor out) {
        forward(HeadSizes.of(shape), qkv, Sides.of(shape, qkv), logSums, out);
    }

    /** Backward of {@link #attention}. */
    public void attentionBackward(AttentionBackward arguments) {
        AttentionShape shape = arguments.shape();
        CudaTensor qkv = general.own(arguments.qkv());
        KernelFile.requireSame(qkv, general.own(arguments.dQkv()));
        Back back = new Back(
                general.own(arguments.out()),
                general.own(arguments.dOut()),
                general.own(arguments.kept()),
                general.own(arguments.scratch()));
        Sides gradients = Sides.of(shape, general.own(arguments.dQkv()));
        backward(HeadSizes.of(shape), planOf(qkv, shape.headWidth()), Sides.of(shape, qkv), back, gradients);
    }

    /** As {@link org.clipspark.model.compute.VariantOperations#crossAttention}, keeping {@code logSums}. */
    public void crossAttention(
            CrossAttentionShape shape, CudaTensor q, CudaTensor k, CudaTensor v, CudaTensor logSums, CudaTensor out) {
        forward(HeadSizes.of(shape), q, sides(q, k, v), logSums, out);
    }

    /** Backward of {@link #crossAttention}. */
    public void crossAttentionBackward(CrossAttentionBackward arguments) {
        CrossAttentionShape shape = arguments.shape();
        CudaTensor q = general.own(arguments.q());
        Back back = new Back(
                general.own(arguments.out()),
                general.own(arguments.dOut()),
                general.own(arguments.kept()),
                general.own(arguments.scratch()));
        Sides sides = sides(q, general.own(arguments.k()), general.own(arguments.v()));
        Sides gradients = sides(general.own(arguments.dq()), general.own(arguments.dk()), general.own(arguments.dv()));
        backward(HeadSizes.of(shape), planOf(q, shape.headWidth()), sides, back, gradients);
    }

    private static Sides sides(CudaTensor q, CudaTensor k, CudaTensor v) {
        KernelFile.requireSame(q, k, v);
        return new Sides(q.address(), k.address(), v.address());
    }

    private AttentionPlan planOf(CudaTensor q, int headWidth) {
        return AttentionPlan.of(general.runtime().card(), q, headWidth);
    }

    private void forward(HeadSizes sizes, CudaTensor q, Sides sides, CudaTensor logSums, CudaTensor out) {
        KernelFile.requireSame(q, out);
        KernelFile.requireFloats(logSums);
        AttentionPlan plan = planOf(q, sizes.headWidth());
        LaunchShape grid = sizes.tiles(sizes.queries(), plan.tile(), THREADS)
                .withShared(plan.shared().bytes(2, 1));
        KernelFile file = plan.onTensorCores() ? tensor : general;
        Launch launch = sizes.appendTo(file.launch(plan.kernel(""), grid));
        sides.appendTo(launch).tensor(out).tensor(logSums).run();
    }

    private void backward(HeadSizes sizes, AttentionPlan plan, Sides sides, Back back, Sides gradients) {
        KernelFile.requireSame(back.out(), back.dOut());
        KernelFile.requireFloats(back.logSums(), back.expected());
        expected(sizes, back);
        LaunchShape ofQueries = sizes.tiles(sizes.queries(), plan.tile(), THREADS)
                .withShared(plan.shared().bytes(3, 1));
        begin(sizes, plan.kernel("_queries"), ofQueries, plan, sides, back)
                .address(gradients.q())
                .run();
        LaunchShape ofKeys = sizes.tiles(sizes.tokens(), plan.tile(), THREADS)
                .withShared(plan.shared().bytes(4, 2));
        begin(sizes, plan.kernel("_keys"), ofKeys, plan, sides, back)
                .address(gradients.k())
                .address(gradients.v())
                .run();
    }

    private Launch begin(HeadSizes sizes, String kernel, LaunchShape grid, AttentionPlan plan, Sides sides, Back back) {
        KernelFile file = plan.onTensorCores() ? tensorBackward : generalBackward;
        Launch launch = sides.appendTo(sizes.appendTo(file.launch(kernel, grid)));
        return launch.tensor(back.dOut()).tensor(back.logSums()).tensor(back.expected());
    }

    private void expected(HeadSizes sizes, Back back) {
        long count = sizes.allHeads() * sizes.queries();
        LaunchShape grid = KernelFile.each(count * THREADS_OF_SUM);
        sizes.appendTo(generalBackward.launch("attention_expected", grid, back.out()))
                .tensor(back.out())
                .tensor(back.dOut())
                .tensor(back.expected())
                .int64(count)
                .run();
    }
}
