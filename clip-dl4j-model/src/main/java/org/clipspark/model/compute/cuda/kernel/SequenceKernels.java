package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.TokenRange;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;

/**
 * Rows picked from tables, and what is added to, put before or averaged over sequences; what they compute is in {@link
 * org.clipspark.model.compute.Backend} and its parts.
 */
public final class SequenceKernels {
    private final KernelFile file;
    private final RowScatter scatter;
    private final ColumnSums columns;

    /** Kernels of that card. */
    public SequenceKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "sequence");
        this.scatter = new RowScatter(new KernelFile(runtime, "scatter"));
        this.columns = new ColumnSums(new KernelFile(runtime, "reduction"));
    }

    /** {@code y[i] = table[rows[i]]}, NaN where there is no such row; types may differ. */
    public void gatherRows(CudaTensor table, CudaTensor rows, CudaTensor y) {
        file.launch("gather_rows", file.rows(rows.size(), table.columns()), table, y)
                .tensor(table)
                .tensor(rows)
                .tensor(y)
                .int64(rows.size())
                .int64(table.rows())
                .int32(table.columns())
                .run();
    }

    /** {@code dTable[rows[i]] += dy[i]}; types may differ. Row numbers outside the table are left out. */
    public void scatterAddRows(CudaTensor dy, CudaTensor rows, CudaTensor dTable) {
        scatter.add(dy, rows, dTable);
    }

    /** {@code x[b] += position}; types may differ. */
    public void addToEachInPlace(CudaTensor position, CudaTensor x) {
        long sequences = x.size() / position.size();
        file.launch("add_to_each", file.rows(sequences, position.size()), position, x)
                .tensor(position)
                .tensor(x)
                .int64(sequences)
                .int32(position.size())
                .run();
    }

    /** {@code dPosition += } sum of {@code dx[b]}; types may differ. */
    public void sumOfEach(CudaTensor dx, CudaTensor dPosition) {
        long length = dPosition.size();
        columns.add(dx, dx.size() / length, length, length, dPosition);
    }

    /** {@code y[b] = (token, x[b])}; the token may be of another type. */
    public void prependToken(CudaTensor token, CudaTensor x, int tokens, CudaTensor y) {
        KernelFile.requireSame(x, y);
        file.launch("prepend_token", file.rows(y.rows(), y.columns()), token, x)
                .tensor(token)
                .tensor(x)
                .int32(tokens)
                .tensor(y)
                .int64(y.rows())
                .int32(y.columns())
                .run();
    }

    /** Backward of {@link #prependToken}. */
    public void prependTokenBackward(CudaTensor dy, int tokens, CudaTensor dToken, CudaTensor dx) {
        long width = dToken.size();
        columns.add(dy, dy.size() / width / tokens, width, tokens * width, dToken);
        dropFirst(dy, tokens, 0, dx);
    }

    private void dropFirst(CudaTensor dy, int tokens, double share, CudaTensor dx) {
        KernelFile.requireSame(dy, dx);
        if (dx.size() > 0) {
            over("drop_first", dx)
                    .tensor(dy)
                    .int32(tokens)
                    .float32(share)
                    .tensor(dx)
                    .int64(dx.rows())
                    .int32(dx.columns())
                    .run();
        }
    }

    private Launch over(String kernel, CudaTensor x) {
        return file.launch(kernel, file.rows(x.rows(), x.columns()), x);
    }

    /** Mean of the same tokens of each sequence. */
    public void meanOfTokens(TokenRange range, CudaTensor x, CudaTensor y) {
        mean(range, x, y, 1);
    }

    /** The mean goes to every {@code stride}-th row of {@code y}. */
    private void mean(TokenRange range, CudaTensor x, CudaTensor y, long stride) {
        KernelFile.requireSame(x, y);
        long sequences = x.rows() / range.tokens();
        file.launch("mean_of_tokens", file.rows(sequences, x.columns()), x)
                .tensor(x)
                .int32(range.tokens())
                .int32(range.from())
                .int32(range.count())
                .tensor(y)
                .int64(stride)
                .int64(sequences)
                .int32(x.columns())
                .run();
    }

    /** Backward of {@link #meanOfTokens}. */
    public void meanOfTokensBackward(TokenRange range, CudaTensor dy, CudaTensor dx) {
        KernelFile.requireSame(dy, dx);
        over("mean_of_tokens_backward", dx)
                .tensor(dy)
                .int32(range.tokens())
                .int32(range.from())
                .int32(range.count())
                .tensor(dx)
                .int64(dx.rows())
                .int32(dx.columns())
                .run();
    }

    /** {@code y[b] = (mean of x[b], x[b])}. */
    public void prependMean(int tokens, CudaTensor x, CudaTensor y) {
        mean(new TokenRange(tokens - 1, 0, tokens - 1), x, y, tokens);
        over("keep_behind_first", x)
                .tensor(x)
                .int32(tokens)
                .tensor(y)
                .int64(x.rows())
                .int32(x.columns())
                .run();
    }

    /** Backward of {@link #prependMean}. */
    public void prependMeanBackward(int tokens, CudaTensor dy, CudaTensor dx) {
        dropFirst(dy, tokens, 1.0 / (tokens - 1), dx);
    }
}
