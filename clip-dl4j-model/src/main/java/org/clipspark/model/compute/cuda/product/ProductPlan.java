package org.clipspark.model.compute.cuda.product;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_BIAS_POINTER;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_EPILOGUE;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSA;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSB;

import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cublas.cublasLtMatmulDescOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulHeuristicResult_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulPreferenceOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatrixLayoutOpaque_t;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Transpose;
import org.clipspark.model.compute.cuda.device.CudaException;

/**
 * cuBLASLt's descriptors and choice of kernel for one shape. It takes matrices column by column: a row-major matrix is its
 * transpose there, so the product is asked for as {@code c^T = op(b)^T op(a)^T}.
 */
final class ProductPlan {
    private final cublasLtMatmulDescOpaque_t operation = new cublasLtMatmulDescOpaque_t();
    private final cublasLtMatrixLayoutOpaque_t layoutA;
    private final cublasLtMatrixLayoutOpaque_t layoutB;
    private final cublasLtMatrixLayoutOpaque_t layoutC;
    private final cublasLtMatmulHeuristicResult_t chosen = new cublasLtMatmulHeuristicResult_t();
    private final LongPointer biasAddress = new LongPointer(1);

    /**
     * Plans.
     *
     * @param computeType cuBLAS's name of the arithmetic
     * @param workspaceBytes what a kernel may use beside the matrices
     */
    ProductPlan(cublasLtContext context, ProductShape shape, int computeType, long workspaceBytes) {
        status(cublas.cublasLtMatmulDescInit(operation, computeType, cudart.CUDA_R_32F), "describe a product", shape);
        boolean asLiesA = shape.transposeA() == Transpose.NO;
        boolean asLiesB = shape.transposeB() == Transpose.NO;
        set(CUBLASLT_MATMUL_DESC_TRANSA, asLiesB ? cublas.CUBLAS_OP_N : cublas.CUBLAS_OP_T, shape);
        set(CUBLASLT_MATMUL_DESC_TRANSB, asLiesA ? cublas.CUBLAS_OP_N : cublas.CUBLAS_OP_T, shape);
        set(
                CUBLASLT_MATMUL_DESC_EPILOGUE,
                shape.biased() ? cublas.CUBLASLT_EPILOGUE_BIAS : cublas.CUBLASLT_EPILOGUE_DEFAULT,
                shape);
        this.layoutA = asLiesA
                ? layout(shape.operands(), shape.m(), shape.k(), shape)
                : layout(shape.operands(), shape.k(), shape.m(), shape);
        this.layoutB = asLiesB
                ? layout(shape.operands(), shape.k(), shape.n(), shape)
                : layout(shape.operands(), shape.n(), shape.k(), shape);
        this.layoutC = layout(shape.result(), shape.m(), shape.n(), shape);
        choose(context, shape, workspaceBytes);
    }

    private void set(int attribute, int value, ProductShape shape) {
        try (IntPointer number = new IntPointer(1)) {
            number.put(value);
            status(
                    cublas.cublasLtMatmulDescSetAttribute(operation, attribute, number, Integer.BYTES),
                    "describe a product",
                    shape);
        }
    }

    private static cublasLtMatrixLayoutOpaque_t layout(ElementType type, long rows, long columns, ProductShape shape) {
        cublasLtMatrixLayoutOpaque_t layout = new cublasLtMatrixLayoutOpaque_t();
        int library = type == ElementType.BFLOAT16 ? cudart.CUDA_R_16BF : cudart.CUDA_R_32F;
        status(cublas.cublasLtMatrixLayoutInit(layout, library, columns, rows, columns), "describe a matrix", shape);
        return layout;
    }

    private void choose(cublasLtContext context, ProductShape shape, long workspaceBytes) {
        try (cublasLtMatmulPreferenceOpaque_t preference = new cublasLtMatmulPreferenceOpaque_t();
                IntPointer found = new IntPointer(1)) {
            status(cublas.cublasLtMatmulPreferenceInit(preference), "state a preference", shape);
            prefer(preference, workspaceBytes, shape);
            prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, shape.alignmentB(), shape);
            prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, shape.alignmentA(), shape);
            prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, shape.alignmentC(), shape);
            prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, shape.alignmentC(), shape);
            int status = cublas.cublasLtMatmulAlgoGetHeuristic(
                    context, operation, layoutB, layoutA, layoutC, layoutC, preference, 1, chosen, found);
            if (status == cublas.CUBLAS_STATUS_SUCCESS && found.get() == 0) {
                throw new CudaException("cuBLASLt has no kernel for " + shape);
            }
            status(status, "choose a kernel", shape);
        }
    }

    private static void prefer(cublasLtMatmulPreferenceOpaque_t preference, long workspaceBytes, ProductShape shape) {
        try (LongPointer number = new LongPointer(1)) {
            number.put(workspaceBytes);
            status(
                    cublas.cublasLtMatmulPreferenceSetAttribute(
                            preference, cublas.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, number, Long.BYTES),
                    "state a preference",
                    shape);
        }
    }

    private static void prefer(
            cublasLtMatmulPreferenceOpaque_t preference, int attribute, int value, ProductShape shape) {
        try (IntPointer number = new IntPointer(1)) {
            number.put(value);
            status(
                    cublas.cublasLtMatmulPreferenceSetAttribute(preference, attribute, number, Integer.BYTES),
                    "state a preference",
                    shape);
        }
    }

    /** What is added to each row from now on. */
    void bias(long address, ProductShape shape) {
        biasAddress.put(address);
        status(
                cublas.cublasLtMatmulDescSetAttribute(
                        operation, CUBLASLT_MATMUL_DESC_BIAS_POINTER, biasAddress, Long.BYTES),
                "take a bias",
                shape);
    }

    /** Where a product reads and writes. */
    record Addresses(Pointer a, Pointer b, Pointer c, Pointer alpha, Pointer beta, Pointer workspace) {}

    void run(cublasLtContext context, Addresses at, long workspaceBytes, CUstream_st stream, ProductShape shape) {
        status(
                cublas.cublasLtMatmul(
                        context,
                        operation,
                        at.alpha(),
                        at.b(),
                        layoutB,
                        at.a(),
                        layoutA,
                        at.beta(),
                        at.c(),
                        layoutC,
                        at.c(),
                        layoutC,
                        chosen.algo(),
                        at.workspace(),
                        workspaceBytes,
                        stream),
                "multiply",
                shape);
    }

    private static void status(int status, String call, ProductShape shape) {
        if (status != cublas.CUBLAS_STATUS_SUCCESS) {
            throw new CudaException("cuBLASLt cannot " + call + " for " + shape + ": "
                    + cublas.cublasLtGetStatusString(status).getString());
        }
    }

    void close() {
        operation.close();
        layoutA.close();
        layoutB.close();
        layoutC.close();
        chosen.close();
        biasAddress.close();
    }
}
