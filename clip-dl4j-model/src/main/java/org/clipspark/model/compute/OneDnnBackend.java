package org.clipspark.model.compute;

import java.util.ArrayList;
import java.util.List;

/** The CPU backend for training: oneDNN primitives on the memory of ND4J buffers, in single precision. */
final class OneDnnBackend implements Backend {
    private final OneDnnRuntime runtime;
    private final OneDnnProducts products;
    private final OneDnnPointwise pointwise;
    private final OneDnnAttention attention;
    private final HostThreads threads;
    private final HostPasses passes;
    private final OneDnnVariants variants;
    private final OneDnnFeatureMaps featureMaps;
    private final List<OneDnnTensor> allocated = new ArrayList<>();

    OneDnnBackend(BackendSettings settings) {
        if (settings.floatType() != ElementType.FLOAT32) {
            throw new IllegalArgumentException("The onednn backend computes in FLOAT32, got " + settings.floatType()
                    + "; use the nd4j backend for double precision");
        }
        settings.requireFullPrecision("onednn");
        this.runtime = new OneDnnRuntime(settings.threads());
        this.products = new OneDnnProducts(runtime);
        this.pointwise = new OneDnnPointwise(runtime);
        this.attention = new OneDnnAttention(runtime);
        this.threads = new HostThreads(settings.threads());
        this.passes = new HostPasses(threads);
        this.variants = new OneDnnVariants(runtime);
        this.featureMaps = new OneDnnFeatureMaps(runtime, pointwise, threads);
    }

    private static OneDnnTensor own(Tensor tensor) {
        return OneDnnTensor.of(tensor);
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public ElementType floatType() {
        return ElementType.FLOAT32;
    }

    @Override
    public Tensor allocate(ElementType type, Shape shape) {
        ShapeCheck.allocate(floatType(), floatType(), type, shape);
        OneDnnTensor tensor = OneDnnTensor.allocate(type, shape);
        allocated.add(tensor);
        return tensor;
    }

    @Override
    public Tensor view(Tensor base, long offset, Shape shape) {
        ShapeCheck.view(base, offset, shape);
        return own(base).view(offset, shape);
    }

    @Override
    public void write(Tensor to, long offset, float[] from, int fromIndex, int count) {
        ShapeCheck.floating("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        own(to).write(offset, from, fromIndex, count);
    }

    @Override
    public void write(Tensor to, long offset, double[] from, int fromIndex, int count) {
        ShapeCheck.floating("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        own(to).write(offset, from, fromIndex, count);
    }

    @Override
    public void write(Tensor to, long offset, int[] from, int fromIndex, int count) {
        ShapeCheck.int32("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        own(to).writeInts(offset, from, fromIndex, count);
    }

    @Override
    public void read(Tensor from, long offset, float[] to, int toIndex, int count) {
        ShapeCheck.floating("read", "from", from);
        ShapeCheck.transfer("read", from, offset, to.length, toIndex, count);
        own(from).read(offset, to, toIndex, count);
    }

    @Override
    public void read(Tensor from, long offset, double[] to, int toIndex, int count) {
        ShapeCheck.floating("read", "from", from);
        ShapeCheck.transfer("read", from, offset, to.length, toIndex, count);
        own(from).read(offset, to, toIndex, count);
    }

    @Override
    public void fill(Tensor x, double value) {
        ShapeCheck.floating("fill", "x", x);
        passes.fill(own(x), value);
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        ShapeCheck.copy(from, to);
        own(to).copy(0, own(from), 0, from.size());
    }

    @Override
    public void addScaledInPlace(double alpha, Tensor x, Tensor y) {
        ShapeCheck.addScaledInPlace(x, y);
        if (alpha == 1) {
            pointwise.addToRows(own(x), 1, own(y));
        } else {
            HostLoops.addScaled(alpha, own(x), own(y), x.size());
        }
    }

    @Override
    public void scaleInPlace(double alpha, Tensor x) {
        ShapeCheck.floating("scaleInPlace", "x", x);
        HostLoops.scale(alpha, own(x));
    }

    @Override
    public double sumOfSquares(Tensor x) {
        ShapeCheck.floating("sumOfSquares", "x", x);
        return passes.sumOfSquares(own(x));
    }

    @Override
    public double dot(Tensor x, Tensor y) {
        ShapeCheck.dot(x, y);
        return passes.dot(own(x), own(y));
    }

    @Override
    public void matmul(
            Transpose transposeA, Tensor a, Transpose transposeB, Tensor b, double alpha, double beta, Tensor c) {
        ShapeCheck.matmul(transposeA, a, transposeB, b, c);
        products.matmul(transposeA, own(a), transposeB, own(b), alpha, beta, own(c));
    }

    @Override
    public void linear(Tensor x, Tensor w, Tensor y) {
        ShapeCheck.linear(x, w, y);
        products.linear(own(x), own(w), own(y));
    }

    @Override
    public void linear(Tensor x, Tensor w, Tensor bias, Tensor y) {
        ShapeCheck.linear(x, w, bias, y);
        products.linear(own(x), own(w), own(bias), own(y));
    }

    @Override
    public void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor y) {
        ShapeCheck.linearAdd(x, w, bias, y);
        products.linearAdd(own(x), own(w), own(bias), own(y));
    }

    @Override
    public void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor residual, Tensor y) {
        ShapeCheck.linearAdd(x, w, bias, residual, y);
        products.linearAdd(own(x), own(w), own(bias), own(residual), own(y));
    }

    @Override
    public void linearBackwardInput(Tensor dy, Tensor w, Tensor dx) {
        ShapeCheck.linearBackwardInput(dy, w, dx);
        products.linearBackwardInput(own(dy), own(w), own(dx));
    }

    @Override
    public void linearBackwardWeight(Tensor dy, Tensor x, Tensor dw) {
        ShapeCheck.linearBackwardWeight(dy, x, dw);
        products.linearBackwardWeight(own(dy), own(x), own(dw));
    }

    @Override
    public void biasBackward(Tensor dy, Tensor db) {
        ShapeCheck.biasBackward(dy, db);
        products.addColumnSums(own(dy), own(db));
    }

    @Override
    public void linearBackwardParameters(Tensor dy, Tensor x, Tensor dw, Tensor db) {
        ShapeCheck.linearBackwardWeight(dy, x, dw);
        ShapeCheck.biasBackward(dy, db);
        products.linearBackwardParameters(own(dy), own(x), own(dw), own(db));
    }

    @Override
    public void layerNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor variance) {
        ShapeCheck.layerNorm(x, gamma, beta, y, mean, variance);
        pointwise.layerNorm(own(x), own(gamma), own(beta), epsilon, own(y), own(mean), own(variance));
    }

    @Override
    public void layerNormBackward(LayerNormBackward arguments) {
        ShapeCheck.layerNormBackward(arguments);
        pointwise.layerNormBackward(arguments);
    }

    @Override
    public void activation(Activation activation, Tensor x, Tensor y) {
        ShapeCheck.activation(x, y);
        pointwise.activation(activation, own(x), own(y));
    }

    @Override
    public void activationBackward(Activation activation, Tensor x, Tensor dy, Tensor dx) {
        ShapeCheck.activationBackward(x, dy, dx);
        pointwise.activationBackward(activation, own(x), own(dy), own(dx));
    }

    @Override
    public void attention(AttentionShape shape, Tensor qkv, Tensor probabilities, Tensor out) {
        ShapeCheck.attention(shape, shape.probabilities(), qkv, probabilities, out);
        attention.forward(shape, own(qkv), own(probabilities), own(out));
    }

    @Override
    public void attentionBackward(AttentionBackward arguments) {
        ShapeCheck.attentionBackward(arguments, arguments.shape().probabilities());
        attention.backward(arguments);
    }

    @Override
    public VariantOperations variants() {
        return variants;
    }

    @Override
    public FeatureMapOperations featureMaps() {
        return featureMaps;
    }

    @Override
    public void gatherRows(Tensor table, Tensor rows, Tensor y) {
        ShapeCheck.gatherRows(table, rows, y);
        HostLoops.gatherRows(own(table), own(rows), own(y));
    }

    @Override
    public void scatterAddRows(Tensor dy, Tensor rows, Tensor dTable) {
        ShapeCheck.scatterAddRows(dy, rows, dTable);
        HostLoops.scatterAddRows(own(dy), own(rows), own(dTable));
    }

    @Override
    public void addToEachInPlace(Tensor position, Tensor x) {
        ShapeCheck.addToEachInPlace(position, x);
        pointwise.addToRows(own(position), x.size() / position.size(), own(x));
    }

    @Override
    public void sumOfEach(Tensor dx, Tensor dPosition) {
        ShapeCheck.sumOfEach(dx, dPosition);
        products.addColumnSums(own(dx), dx.size() / dPosition.size(), dPosition.size(), own(dPosition));
    }

    @Override
    public void prependToken(Tensor token, Tensor x, int tokens, Tensor y) {
        ShapeCheck.prependToken(token, x, tokens, y);
        HostLoops.prependToken(own(token), own(x), tokens, own(y));
    }

    @Override
    public void prependTokenBackward(Tensor dy, int tokens, Tensor dToken, Tensor dx) {
        ShapeCheck.prependTokenBackward(dy, tokens, dToken, dx);
        HostLoops.prependTokenBackward(own(dy), tokens, own(dToken), own(dx));
    }

    @Override
    public void l2Normalize(Tensor x, Tensor y, Tensor norms) {
        ShapeCheck.l2Normalize(x, y, norms);
        HostLoops.l2Normalize(own(x), own(y), own(norms));
    }

    @Override
    public void l2NormalizeBackward(Tensor dy, Tensor y, Tensor norms, Tensor dx) {
        ShapeCheck.l2NormalizeBackward(dy, y, norms, dx);
        HostLoops.l2NormalizeBackward(own(dy), own(y), own(norms), own(dx));
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits) {
        ShapeCheck.softmaxCrossEntropy(logits, labelOffset, dLogits);
        return HostLoops.softmaxCrossEntropy(own(logits), labelOffset, weight, own(dLogits));
    }

    @Override
    public void adamW(AdamWStep step, Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment) {
        ShapeCheck.adamW(parameters, gradients, firstMoment, secondMoment);
        passes.adamW(step, own(parameters), own(gradients), own(firstMoment), own(secondMoment));
    }

    @Override
    public void close() {
        runtime.close();
        products.close();
        pointwise.close();
        attention.close();
        featureMaps.close();
        threads.close();
        allocated.forEach(OneDnnTensor::close);
        allocated.clear();
    }
}
