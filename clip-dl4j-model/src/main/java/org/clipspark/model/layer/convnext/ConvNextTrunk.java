package org.clipspark.model.layer.convnext;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.ParameterSet;

/** Stem and four stages of a ConvNeXt: patches to maps, under timm's names below a prefix. */
public final class ConvNextTrunk {
    /** timm cuts this normal distribution off a hundred deviations from the mean, that is, nowhere. */
    static final Initial WEIGHTS = new Initial.Normal(0.02);

    private final PatchStem stem;
    private final List<Step> steps = new ArrayList<>();
    private Activations activations = Activations.KEPT;
    private Optional<Passed> passed = Optional.empty();

    /** Maps of that shape. */
    private record Input(MapShape shape, Tensor maps) {}

    /** A forward pass, with the input of each step. */
    private record Passed(Pass pass, List<Input> inputs, Activations activations) {}

    /** A block, at the start of a stage with what leads to it. */
    private record Step(Optional<Downsample> before, ConvNextBlock block) {
        MapShape output(MapShape input) {
            return before.isPresent() ? before.get().output(input) : input;
        }

        void forward(Arena arena, Input input, Pass pass, Tensor out) {
            block.forward(arena, output(input.shape()), toBlock(arena, input), pass, out);
        }

        void recall(Arena arena, Input input, Pass pass) {
            block.recall(arena, output(input.shape()), toBlock(arena, input), pass);
        }

        private Tensor toBlock(Arena arena, Input input) {
            return before.isPresent() ? before.get().forward(arena, input.shape(), input.maps()) : input.maps();
        }
    }

    /**
     * Binds the parameters declared under that prefix.
     *
     * @param dropRate probability of leaving out the last block for a sample in training; it falls evenly to 0 at the
     *     first
     */
    public ConvNextTrunk(
            Backend backend, ParameterSet parameters, String prefix, ConvNextVariant variant, double dropRate) {
        this.stem = new PatchStem(backend, parameters, stemName(prefix), variant);
        for (int stage = 0; stage < variant.depths().size(); stage++) {
            for (int block = 0; block < variant.depths().get(stage); block++) {
                int number = steps.size();
                double rate = dropRate * number / Math.max(1, variant.blocks() - 1);
                Optional<Downsample> before = block > 0 || stage == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Downsample(backend, parameters, downsampleName(prefix, stage), variant.epsilon()));
                ConvNextBlock next = new ConvNextBlock(
                        backend,
                        parameters,
                        blockName(prefix, stage, block),
                        variant.widths().get(stage),
                        variant,
                        new StochasticDepth(number, rate));
                steps.add(new Step(before, next));
            }
        }
    }

    /** Declares all parameters. */
    public static void declare(ParameterSet.Declarations declarations, String prefix, ConvNextVariant variant) {
        PatchStem.declare(declarations, stemName(prefix), variant.widths().get(0));
        for (int stage = 0; stage < variant.depths().size(); stage++) {
            int width = variant.widths().get(stage);
            if (stage > 0) {
                Downsample.declare(
                        declarations,
                        downsampleName(prefix, stage),
                        variant.widths().get(stage - 1),
                        width);
            }
            for (int block = 0; block < variant.depths().get(stage); block++) {
                ConvNextBlock.declare(declarations, blockName(prefix, stage, block), width, variant.matrices());
            }
        }
    }

    /** What the names of the stem's parameters begin with. */
    public static String stemName(String prefix) {
        return prefix + ".stem";
    }

    /** For each block, from the input on, what the names of its parameters and of what leads to it begin with. */
    public static List<List<String>> blockNames(String prefix, ConvNextVariant variant) {
        List<List<String>> names = new ArrayList<>();
        for (int stage = 0; stage < variant.depths().size(); stage++) {
            for (int block = 0; block < variant.depths().get(stage); block++) {
                String name = blockName(prefix, stage, block);
                names.add(block == 0 && stage > 0 ? List.of(downsampleName(prefix, stage), name) : List.of(name));
            }
        }
        return names;
    }

    private static String downsampleName(String prefix, int stage) {
        return prefix + ".stages." + stage + ".downsample";
    }

    private static String blockName(String prefix, int stage, int block) {
        return prefix + ".stages." + stage + ".blocks." + block;
    }

    /** Says what becomes of the activations of the following passes; at first all stay. */
    public void keep(Activations chosen) {
        activations = chosen;
    }

    /**
     * Runs stem and blocks.
     *
     * @param patches sizes of the maps that the stem makes
     * @param x {@code [B*P, 3*patch*patch]}, must stay unchanged until the backward pass
     * @return {@code [B*P', outputs]}
     */
    public Tensor forward(Arena arena, MapShape patches, Tensor x, Pass pass) {
        Tensor maps = stem.forward(arena, x);
        MapShape shape = patches;
        List<Input> inputs = new ArrayList<>();
        for (Step step : steps) {
            Input input = new Input(shape, maps);
            inputs.add(input);
            shape = step.output(shape);
            maps = arena.take(shape.matrix());
            long mark = arena.mark();
            step.forward(arena, input, pass, maps);
            if (activations == Activations.RECOMPUTED) {
                arena.release(mark);
            }
        }
        passed = Optional.of(new Passed(pass, inputs, activations));
        return maps;
    }

    /**
     * Adds to the parameters' gradients.
     *
     * @param dy {@code [B*P', outputs]}, overwritten
     * @param locked number of layer groups that do not learn: the stem, then blocks
     */
    public void backward(Arena arena, Tensor dy, int locked) {
        long mark = arena.mark();
        Tensor gradient = backwardBlocks(arena, dy, locked);
        if (locked == 0) {
            stem.backward(arena, gradient);
        }
        arena.release(mark);
    }

    /**
     * As {@link #backward(Arena, Tensor, int)} where nothing is locked, and the gradient of the patches.
     *
     * @param dy {@code [B*P', outputs]}, overwritten
     * @param dx {@code [B*P, 3*patch*patch]}, replaced; may be what went forward
     */
    public void backward(Arena arena, Tensor dy, Tensor dx) {
        long mark = arena.mark();
        stem.backward(arena, backwardBlocks(arena, dy, 0), dx);
        arena.release(mark);
    }

    private Tensor backwardBlocks(Arena arena, Tensor dy, int locked) {
        Passed state = passed.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        Tensor gradient = dy;
        for (int i = steps.size() - 1; i >= Math.max(0, locked - 1); i--) {
            gradient = backward(arena, state, i, gradient);
        }
        return gradient;
    }

    /** From the gradient of a step's output, overwritten, to that of its input. */
    private Tensor backward(Arena arena, Passed state, int index, Tensor gradient) {
        Step step = steps.get(index);
        Input input = state.inputs().get(index);
        Tensor dx = step.before().isPresent() ? arena.take(input.shape().matrix()) : gradient;
        long mark = arena.mark();
        if (state.activations() == Activations.RECOMPUTED) {
            step.recall(arena, input, state.pass());
        }
        step.block().backwardInPlace(arena, gradient);
        if (step.before().isPresent()) {
            step.before().get().backward(arena, gradient, dx);
        }
        arena.release(mark);
        return dx;
    }
}
