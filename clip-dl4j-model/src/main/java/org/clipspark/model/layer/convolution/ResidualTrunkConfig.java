package org.clipspark.model.layer.convolution;

import java.util.List;

/**
 * Sizes of a residual trunk.
 *
 * @param blocks residual blocks of each stage
 * @param width channels inside the blocks of the first stage; twice as many in each following one
 */
public record ResidualTrunkConfig(List<Integer> blocks, int width) {
    /** Checks the sizes. */
    public ResidualTrunkConfig {
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty() || blocks.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("Every stage of a residual trunk needs a block, got " + blocks);
        }
        if (width < 2 || width % 2 != 0) {
            throw new IllegalArgumentException("The width of a residual trunk must be even and positive, got " + width);
        }
    }

    /** Channels of the result. */
    public int outputs() {
        return planes(blocks.size() - 1) * Bottleneck.EXPANSION;
    }

    /** Pixels per position of the result, both ways: the stem takes a quarter, each stage but the first a half. */
    public int reduction() {
        return 4 << (blocks.size() - 1);
    }

    Bottleneck.Sizes sizes(int stage, int block) {
        int inputs = width;
        if (block > 0) {
            inputs = planes(stage) * Bottleneck.EXPANSION;
        } else if (stage > 0) {
            inputs = planes(stage - 1) * Bottleneck.EXPANSION;
        }
        return new Bottleneck.Sizes(inputs, planes(stage), block == 0 && stage > 0 ? 2 : 1);
    }

    private int planes(int stage) {
        return width << stage;
    }
}
