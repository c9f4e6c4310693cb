package org.clipspark.model.compute.cuda;

import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.AdamWStep;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FeatureMapOperations;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.ShapeCheck;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.Transpose;
import org.clipspark.model.compute.VariantOperations;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.product.CudaProducts;

/**
 * The backend of NVIDIA's cards. Operations are put on one stream and return at once; reading waits. In bf16 activations and
 * what products read have that precision; parameters, gradients of parameters, statistics and losses do not.
 */
final class CudaBackend extends CudaMemory {
    private final CudaRuntime runtime;
    private final CudaProducts products;
    private final CudaKernels kernels;
    private final CudaVariants variants;
    private final CudaFeatureMaps featureMaps;

    private CudaBackend(CudaRuntime runtime, Precision precision) {
        super(runtime, precision);
        this.runtime = runtime;
        this.products = new CudaProducts(runtime, precision);
        this.kernels = new CudaKernels(runtime);
        this.variants = new CudaVariants(runtime);
        this.featureMaps = new CudaFeatureMaps(runtime, products, precision);
    }

    static CudaBackend open(BackendSettings settings) {
        if (settings.floatType() != ElementType.FLOAT32) {
            throw new IllegalArgumentException("The cuda backend computes in FLOAT32, got " + settings.floatType()
                    + "; use the nd4j backend for double precision");
        }
        CudaRuntime runtime = CudaRuntime.open(settings.device(), settings.threads());
        try {
            return new CudaBackend(runtime, settings.precision());
        } catch (IllegalStateException e) {
            runtime.close();
            throw e;
        }
    }

    @Override
    public void fill(Tensor x, double value) {
        ShapeCheck.floating("fill", "x", x);
        kernels.pointwise().fill(changing(x), value);
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        ShapeCheck.copy(from, to);
        kernels.copy(own(from), changing(to));
    }

    @Override
    public void addScaledInPlace(double alpha, Tensor x, Tensor y) {
        ShapeCheck.addScaledInPlace(x, y);
        kernels.pointwise().addScaledInPlace(alpha, own(x), changing(y));
    }

    @Override
    public void scaleInPlace(double alpha, Tensor x) {
        ShapeCheck.floating("scaleInPlace", "x", x);
        kernels.pointwise().scaleInPlace(alpha, changing(x));
    }

    @Override
    public double sumOfSquares(Tensor x) {
        ShapeCheck.floating("sumOfSquares", "x", x);
        return kernels.reductions().sumOfSquares(own(x));
    }

    @Override
    public double dot(Tensor x, Tensor y) {
        ShapeCheck.dot(x, y);
        return kernels.reductions().dot(own(x), own(y));
    }

    @Override
    public void matmul(
            Transpose transposeA, Tensor a, Transpose transposeB, Tensor b, double alpha, double beta, Tensor c) {
        ShapeCheck.matmul(transposeA, a, transposeB, b, c);
        products.matmul(transposeA, own(a), transposeB, own(b), alpha, beta, changing(c));
    }

    @Override
    public void linear(Tensor x, Tensor w, Tensor y) {
        ShapeCheck.linear(x, w, y);
        products.linear(own(x), own(w), 0, changing(y));
    }

    @Override
    public void linear(Tensor x, Tensor w, Tensor bias, Tensor y) {
        ShapeCheck.linear(x, w, bias, y);
        products.linear(own(x), own(w), own(bias), 0, changing(y));
    }

    @Override
    public void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor y) {
        ShapeCheck.linearAdd(x, w, bias, y);
        products.linear(own(x), own(w), own(bias), 1, changing(y));
    }

    @Override
    public void linearBackwardInput(Tensor dy, Tensor w, Tensor dx) {
        ShapeCheck.linearBackwardInput(dy, w, dx);
        products.linearBackwardInput(own(dy), own(w), changing(dx));
    }

    @Override
    public void linearBackwardWeight(Tensor dy, Tensor x, Tensor dw) {
        ShapeCheck.linearBackwardWeight(dy, x, dw);
        products.linearBackwardWeight(own(dy), own(x), changing(dw));
    }

    @Override
    public void biasBackward(Tensor dy, Tensor db) {
        ShapeCheck.biasBackward(dy, db);
        kernels.reductions().biasBackward(own(dy), changing(db));
    }

    @Override
    public void layerNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor variance) {
        ShapeCheck.layerNorm(x, gamma, beta, y, mean, variance);
        kernels.normalization()
                .layerNorm(own(x), own(gamma), own(beta), epsilon, changing(y), changing(mean), changing(variance));
    }

    @Override
    public void layerNormBackward(LayerNormBackward arguments) {
        ShapeCheck.layerNormBackward(arguments);
        changing(arguments.dx());
        changing(arguments.dgamma());
        changing(arguments.dbeta());
        kernels.normalization().layerNormBackward(arguments);
    }

    @Override
    public void activation(Activation activation, Tensor x, Tensor y) {
        ShapeCheck.activation(x, y);
        kernels.pointwise().activation(activation, own(x), changing(y));
    }

    @Override
    public void activationBackward(Activation activation, Tensor x, Tensor dy, Tensor dx) {
        ShapeCheck.activationBackward(x, dy, dx);
        kernels.pointwise().activationBackward(activation, own(x), own(dy), changing(dx));
    }

    @Override
    public void attention(AttentionShape shape, Tensor qkv, Tensor kept, Tensor out) {
        ShapeCheck.attention(shape, shape.logSums(), qkv, kept, out);
        kernels.attention().attention(shape, own(qkv), changing(kept), changing(out));
    }

    @Override
    public Shape attentionKept(AttentionShape shape) {
        return shape.logSums();
    }

    @Override
    public long attentionKept(SequenceGroups sequences) {
        return sequences.rows();
    }

    @Override
    public void attentionBackward(AttentionBackward arguments) {
        ShapeCheck.attentionBackward(arguments, arguments.shape().logSums());
        changing(arguments.scratch());
        changing(arguments.dQkv());
        kernels.attention().attentionBackward(arguments);
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
        kernels.gatherRows(own(table), own(rows), changing(y));
    }

    @Override
    public void scatterAddRows(Tensor dy, Tensor rows, Tensor dTable) {
        ShapeCheck.scatterAddRows(dy, rows, dTable);
        kernels.scatterAddRows(own(dy), own(rows), changing(dTable));
    }

    @Override
    public void addToEachInPlace(Tensor position, Tensor x) {
        ShapeCheck.addToEachInPlace(position, x);
        kernels.sequences().addToEachInPlace(own(position), changing(x));
    }

    @Override
    public void sumOfEach(Tensor dx, Tensor dPosition) {
        ShapeCheck.sumOfEach(dx, dPosition);
        kernels.sequences().sumOfEach(own(dx), changing(dPosition));
    }

    @Override
    public void prependToken(Tensor token, Tensor x, int tokens, Tensor y) {
        ShapeCheck.prependToken(token, x, tokens, y);
        kernels.sequences().prependToken(own(token), own(x), tokens, changing(y));
    }

    @Override
    public void prependTokenBackward(Tensor dy, int tokens, Tensor dToken, Tensor dx) {
        ShapeCheck.prependTokenBackward(dy, tokens, dToken, dx);
        kernels.sequences().prependTokenBackward(own(dy), tokens, changing(dToken), changing(dx));
    }

    @Override
    public void l2Normalize(Tensor x, Tensor y, Tensor norms) {
        ShapeCheck.l2Normalize(x, y, norms);
        kernels.normalization().l2Normalize(own(x), changing(y), changing(norms));
    }

    @Override
    public void l2NormalizeBackward(Tensor dy, Tensor y, Tensor norms, Tensor dx) {
        ShapeCheck.l2NormalizeBackward(dy, y, norms, dx);
        kernels.normalization().l2NormalizeBackward(own(dy), own(y), own(norms), changing(dx));
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits) {
        ShapeCheck.softmaxCrossEntropy(logits, labelOffset, dLogits);
        return kernels.losses().softmaxCrossEntropy(own(logits), labelOffset, weight, changing(dLogits));
    }

    @Override
    public void adamW(AdamWStep step, Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment) {
        ShapeCheck.adamW(parameters, gradients, firstMoment, secondMoment);
        kernels.adamW(step, changing(parameters), own(gradients), changing(firstMoment), changing(secondMoment));
    }

    @Override
    public void close() {
        products.close();
        featureMaps.close();
        runtime.close();
    }
}
