package org.clipspark.model.layer.convolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;

/** Stem and stages of CLIP's ResNet: pixels to maps, under open_clip's names below a prefix. */
public final class ResidualTrunk {
    private static final int COLOURS = 3;

    private final ResidualTrunkConfig config;
    private final Stem stem;
    private final List<Bottleneck> blocks = new ArrayList<>();
    private int lockedGroups;
    private Mode lockedMode = Mode.TRAINING;
    private Optional<List<MapShape>> saved = Optional.empty();

    /** Binds the parameters declared under that prefix. */
    public ResidualTrunk(Backend backend, ParameterSet parameters, String prefix, ResidualTrunkConfig config) {
        this.config = config;
        this.stem = new Stem(backend, parameters, prefix);
        each(
                config,
                (stage, block) -> blocks.add(
                        new Bottleneck(backend, parameters, name(prefix, stage, block), config.sizes(stage, block))));
    }

    /** Declares all parameters and buffers. */
    public static void declare(ParameterSet.Declarations declarations, String prefix, ResidualTrunkConfig config) {
        Stem.declare(declarations, prefix, COLOURS, config.width());
        each(
                config,
                (stage, block) ->
                        Bottleneck.declare(declarations, name(prefix, stage, block), config.sizes(stage, block)));
    }

    private interface Place {
        void visit(int stage, int block);
    }

    private static void each(ResidualTrunkConfig config, Place place) {
        for (int stage = 0; stage < config.blocks().size(); stage++) {
            for (int block = 0; block < config.blocks().get(stage); block++) {
                place.visit(stage, block);
            }
        }
    }

    private static String name(String prefix, int stage, int block) {
        return stageName(prefix, stage) + "." + block;
    }

    /** What the names of the stem's parameters begin with. */
    public static List<String> stemNames(String prefix) {
        return Stem.names(prefix);
    }

    /** What the names of the parameters of a stage, counted from 0, begin with. */
    public static String stageName(String prefix, int stage) {
        return prefix + ".layer" + (stage + 1);
    }

    /**
     * From now on leaves the parameters of the first layers as they are.
     *
     * @param groups number of those layers: the stem, then stages
     * @param mode in which they run in training; {@link Mode#EVALUATION} leaves their running statistics as they are, too
     */
    public void lock(int groups, Mode mode) {
        lockedGroups = groups;
        lockedMode = mode;
    }

    private int lockedBlocks() {
        return config.blocks().stream()
                .limit(Math.max(0, lockedGroups - 1))
                .mapToInt(Integer::intValue)
                .sum();
    }

    /**
     * Runs stem and blocks.
     *
     * @param input shape of the images; its sides are multiples of the config's reduction
     * @param x {@code [B*H*W, 3]}, must stay unchanged until the backward pass
     * @return {@code [B*H'*W', outputs]}
     */
    public Tensor forward(Arena arena, MapShape input, Tensor x, Mode mode) {
        Mode locked = mode == Mode.TRAINING ? lockedMode : mode;
        Tensor maps = stem.forward(arena, input, x, lockedGroups > 0 ? locked : mode);
        MapShape shape = stem.output(input);
        List<MapShape> inputs = new ArrayList<>();
        int lockedBlocks = lockedBlocks();
        for (Bottleneck block : blocks) {
            maps = block.forward(arena, shape, maps, inputs.size() < lockedBlocks ? locked : mode);
            inputs.add(shape);
            shape = block.output(shape);
        }
        saved = Optional.of(inputs);
        return maps;
    }

    /** Adds to the gradients of the parameters that are not locked; {@code dy [B*H'*W', outputs]} is overwritten. */
    public void backward(Arena arena, Tensor dy) {
        long mark = arena.mark();
        Tensor gradient = backwardBlocks(arena, dy);
        if (lockedGroups == 0) {
            stem.backward(arena, gradient);
        }
        arena.release(mark);
    }

    /**
     * As {@link #backward(Arena, Tensor)} of a trunk without locked layers, and the gradient of the images.
     *
     * @param dx {@code [B*H*W, 3]}, replaced; may be what went forward
     */
    public void backward(Arena arena, Tensor dy, Tensor dx) {
        long mark = arena.mark();
        stem.backward(arena, backwardBlocks(arena, dy), dx);
        arena.release(mark);
    }

    private Tensor backwardBlocks(Arena arena, Tensor dy) {
        List<MapShape> inputs =
                saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        Tensor gradient = dy;
        for (int i = blocks.size() - 1; i >= lockedBlocks(); i--) {
            Bottleneck block = blocks.get(i);
            Tensor dx = block.keepsShape() ? gradient : arena.take(inputs.get(i).matrix());
            block.backward(arena, gradient, dx);
            gradient = dx;
        }
        return gradient;
    }
}
