package org.clipspark.model.compute.cuda.product;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.FloatPointer;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Transpose;
import org.clipspark.model.compute.cuda.device.CudaException;
import org.clipspark.model.compute.cuda.device.CudaLibrary;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;

/** Matrix products by cuBLASLt; sums are in single precision whatever the operands are. */
public final class CudaProducts {
    /** What NVIDIA recommends for its newest cards; one block for all products. */
    private static final long WORKSPACE_BYTES = 32L << 20;

    private final CudaRuntime runtime;
    private final Operands operands;
    private final int computeType;
    private final cublasLtContext context = new cublasLtContext();
    private final Map<ProductShape, ProductPlan> plans = new HashMap<>();
    private final CudaTensor workspace;
    private final FloatPointer alpha = new FloatPointer(1);
    private final FloatPointer beta = new FloatPointer(1);
    private final DevicePointer atA = new DevicePointer();
    private final DevicePointer atB = new DevicePointer();
    private final DevicePointer atC = new DevicePointer();
    private final DevicePointer atWorkspace = new DevicePointer();

    /**
     * Loads cuBLASLt.
     *
     * @throws CudaException if it is not there
     */
    public CudaProducts(CudaRuntime runtime, Precision precision) {
        CudaLibrary.PRODUCTS.load();
        this.runtime = runtime;
        this.operands = new Operands(runtime, precision);
        this.computeType =
                precision == Precision.TF32 ? cublas.CUBLAS_COMPUTE_32F_FAST_TF32 : cublas.CUBLAS_COMPUTE_32F;
        runtime.enter();
        int status = cublas.cublasLtCreate(context);
        if (status != cublas.CUBLAS_STATUS_SUCCESS) {
            throw new CudaException("cuBLASLt cannot start on " + runtime.card() + ": "
                    + cublas.cublasLtGetStatusString(status).getString());
        }
        this.workspace = runtime.allocate(ElementType.FLOAT32, Shape.of(WORKSPACE_BYTES / Float.BYTES));
    }

    /** {@code c = scale * op(a) * op(b) + kept * c}. */
    public void matmul(
            Transpose transposeA,
            CudaTensor a,
            Transpose transposeB,
            CudaTensor b,
            double scale,
            double kept,
            CudaTensor c) {
        multiply(new Matrices(transposeA, a, transposeB, b, c), scale, kept, Optional.empty());
    }

    /** {@code y = x w^T + kept * y}. */
    public void linear(CudaTensor x, CudaTensor w, double kept, CudaTensor y) {
        multiply(new Matrices(Transpose.NO, x, Transpose.YES, w, y), 1, kept, Optional.empty());
    }

    /** {@code y = x w^T + bias + kept * y}. */
    public void linear(CudaTensor x, CudaTensor w, CudaTensor bias, double kept, CudaTensor y) {
        multiply(new Matrices(Transpose.NO, x, Transpose.YES, w, y), 1, kept, Optional.of(bias));
    }

    /** {@code dx = dy w}. */
    public void linearBackwardInput(CudaTensor dy, CudaTensor w, CudaTensor dx) {
        multiply(new Matrices(Transpose.NO, dy, Transpose.NO, w, dx), 1, 0, Optional.empty());
    }

    /** {@code dw += dy^T x}. */
    public void linearBackwardWeight(CudaTensor dy, CudaTensor x, CudaTensor dw) {
        multiply(new Matrices(Transpose.YES, dy, Transpose.NO, x, dw), 1, 1, Optional.empty());
    }

    private record Matrices(Transpose transposeA, CudaTensor a, Transpose transposeB, CudaTensor b, CudaTensor c) {
        /** A weight {@code [O, I, 1, 1]} counts as {@code [O, I]}: rows follow from the other sizes. */
        long n() {
            return c.columns();
        }

        long m() {
            return c.rows();
        }

        long k() {
            return a.size() / m();
        }
    }

    private void multiply(Matrices of, double scale, double kept, Optional<CudaTensor> bias) {
        runtime.enter();
        Operands.Addresses at = operands.of(of.a(), of.b(), bias, of.c().elementType());
        ProductShape shape = new ProductShape(
                of.m(),
                of.n(),
                of.k(),
                of.transposeA(),
                of.transposeB(),
                operands.type(),
                of.c().elementType(),
                bias.isPresent(),
                ProductShape.alignment(at.left()),
                ProductShape.alignment(at.right()),
                ProductShape.alignment(of.c().address()));
        ProductPlan plan =
                plans.computeIfAbsent(shape, key -> new ProductPlan(context, key, computeType, WORKSPACE_BYTES));
        if (bias.isPresent()) {
            plan.bias(at.bias(), shape);
        }
        alpha.put((float) scale);
        beta.put((float) kept);
        plan.run(
                context,
                new ProductPlan.Addresses(
                        atA.at(at.left()),
                        atB.at(at.right()),
                        atC.at(of.c().address()),
                        alpha,
                        beta,
                        atWorkspace.at(workspace.address())),
                WORKSPACE_BYTES,
                runtime.stream(),
                shape);
    }

    /** Frees all but the tensors. */
    public void close() {
        runtime.enter();
        plans.values().forEach(ProductPlan::close);
        plans.clear();
        cublas.cublasLtDestroy(context);
        alpha.close();
        beta.close();
    }
}
