package org.clipspark.model.compute.cuda.product;

import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_FWD_ALGO_COUNT;

import java.util.Optional;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdDataAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdFilterAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionFwdAlgoPerf_t;
import org.bytedeco.cuda.global.cudnn;
import org.clipspark.model.compute.ConvolutionShape;
import org.clipspark.model.compute.cuda.device.CudaException;

/**
 * How cuDNN computes one pass: the first of its proposals that gives the same bits each time.
 *
 * @param number cuDNN's number of the algorithm
 * @param workspaceBytes what it needs beside maps and weights
 * @param mathType cuDNN's number of the arithmetic
 */
// cuDNN 9 still has these calls; what is to replace them builds a graph of descriptors for each convolution.
@SuppressWarnings("deprecation")
record ConvolutionAlgorithm(int number, long workspaceBytes, int mathType) {
    private static final long MOST_WORKSPACE = 1L << 30;

    /** A proposal, whichever pass it is for. */
    private record Proposal(int status, int determinism, ConvolutionAlgorithm algorithm) {
        boolean isGood() {
            return status == cudnn.CUDNN_STATUS_SUCCESS
                    && determinism == cudnn.CUDNN_DETERMINISTIC
                    && algorithm.workspaceBytes <= MOST_WORKSPACE;
        }
    }

    static ConvolutionAlgorithm choose(
            CudnnHandle handle, ConvolutionPlan plan, ConvolutionPlan.Pass pass, ConvolutionShape shape) {
        Optional<ConvolutionAlgorithm> found = switch (pass) {
            case FORWARD -> forward(handle, plan);
            case BACKWARD_INPUT -> backwardInput(handle, plan);
            case BACKWARD_WEIGHT -> backwardWeight(handle, plan);
        };
        return found.orElseThrow(
                () -> new CudaException("cuDNN has no deterministic algorithm for pass " + pass + " of " + shape));
    }

    private static Optional<ConvolutionAlgorithm> forward(CudnnHandle handle, ConvolutionPlan plan) {
        int[] count = new int[1];
        try (cudnnConvolutionFwdAlgoPerf_t found =
                new cudnnConvolutionFwdAlgoPerf_t(CUDNN_CONVOLUTION_FWD_ALGO_COUNT)) {
            CudnnHandle.check(
                    cudnn.cudnnGetConvolutionForwardAlgorithm_v7(
                            handle.context(),
                            plan.input(),
                            plan.filter(),
                            plan.convolution(),
                            plan.output(),
                            CUDNN_CONVOLUTION_FWD_ALGO_COUNT,
                            count,
                            found),
                    "propose algorithms");
            return first(count[0], i -> {
                cudnnConvolutionFwdAlgoPerf_t one = found.position(i);
                return new Proposal(
                        one.status(),
                        one.determinism(),
                        new ConvolutionAlgorithm(one.algo(), one.memory(), one.mathType()));
            });
        }
    }

    private static Optional<ConvolutionAlgorithm> backwardInput(CudnnHandle handle, ConvolutionPlan plan) {
        int[] count = new int[1];
        try (cudnnConvolutionBwdDataAlgoPerf_t found =
                new cudnnConvolutionBwdDataAlgoPerf_t(CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT)) {
            CudnnHandle.check(
                    cudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7(
                            handle.context(),
                            plan.filter(),
                            plan.output(),
                            plan.convolution(),
                            plan.input(),
                            CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT,
                            count,
                            found),
                    "propose algorithms");
            return first(count[0], i -> {
                cudnnConvolutionBwdDataAlgoPerf_t one = found.position(i);
                return new Proposal(
                        one.status(),
                        one.determinism(),
                        new ConvolutionAlgorithm(one.algo(), one.memory(), one.mathType()));
            });
        }
    }

    private static Optional<ConvolutionAlgorithm> backwardWeight(CudnnHandle handle, ConvolutionPlan plan) {
        int[] count = new int[1];
        try (cudnnConvolutionBwdFilterAlgoPerf_t found =
                new cudnnConvolutionBwdFilterAlgoPerf_t(CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT)) {
            CudnnHandle.check(
                    cudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                            handle.context(),
                            plan.input(),
                            plan.output(),
                            plan.convolution(),
                            plan.filter(),
                            CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT,
                            count,
                            found),
                    "propose algorithms");
            return first(count[0], i -> {
                cudnnConvolutionBwdFilterAlgoPerf_t one = found.position(i);
                return new Proposal(
                        one.status(),
                        one.determinism(),
                        new ConvolutionAlgorithm(one.algo(), one.memory(), one.mathType()));
            });
        }
    }

    private interface Proposals {
        Proposal at(long index);
    }

    private static Optional<ConvolutionAlgorithm> first(int count, Proposals proposals) {
        for (int i = 0; i < count; i++) {
            Proposal proposal = proposals.at(i);
            if (proposal.isGood()) {
                return Optional.of(proposal.algorithm());
            }
        }
        return Optional.empty();
    }
}
