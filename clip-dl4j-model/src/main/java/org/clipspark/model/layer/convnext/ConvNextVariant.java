package org.clipspark.model.layer.convnext;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipspark.model.compute.Activation;

/**
 * Sizes and kinds of a ConvNeXt (Liu et al. 2022), by the name that timm gives it.
 *
 * @param depths blocks of each of the four stages
 * @param widths channels of each stage
 * @param epsilon added to the variance in every layer normalisation
 * @param activation of the blocks
 * @param matrices in which shape timm keeps the matrices of the blocks
 */
public record ConvNextVariant(
        List<Integer> depths, List<Integer> widths, double epsilon, Activation activation, Matrices matrices) {
    /** Side of the patches that the stem reads, in pixels. */
    public static final int PATCH = 4;

    private static final double EPSILON = 1e-6;
    private static final double LARGE_EPSILON = 1e-5;
    private static final List<Integer> DEEP = List.of(3, 3, 27, 3);
    private static final List<Integer> SHORT = List.of(2, 2, 6, 2);
    private static final Map<String, ConvNextVariant> VARIANTS = variants();

    /** Shapes of the matrices of a block's MLP. */
    public enum Matrices {
        /** {@code [O, I]}. */
        LINEAR,
        /** {@code [O, I, 1, 1]}, as convolutions. */
        CONVOLUTIONAL
    }

    /** Copies the lists. */
    public ConvNextVariant {
        depths = List.copyOf(depths);
        widths = List.copyOf(widths);
    }

    private static Map<String, ConvNextVariant> variants() {
        Map<String, ConvNextVariant> all = new TreeMap<>();
        all.put("convnext_atto", small(SHORT, 40));
        all.put("convnext_femto", small(SHORT, 48));
        all.put("convnext_pico", small(SHORT, 64));
        all.put("convnext_nano", small(List.of(2, 2, 8, 2), 80));
        all.put("convnext_tiny", usual(List.of(3, 3, 9, 3), 96, EPSILON));
        all.put("convnext_small", usual(DEEP, 96, EPSILON));
        all.put("convnext_base", usual(DEEP, 128, EPSILON));
        all.put("convnext_large", usual(DEEP, 192, EPSILON));
        all.put("convnext_xlarge", usual(DEEP, 256, EPSILON));
        all.put("convnext_xxlarge", usual(List.of(3, 4, 30, 3), 384, LARGE_EPSILON));
        all.put(
                "test_convnext",
                new ConvNextVariant(
                        List.of(1, 2, 4, 2),
                        List.of(24, 32, 48, 64),
                        LARGE_EPSILON,
                        Activation.GELU_TANH,
                        Matrices.LINEAR));
        return Map.copyOf(all);
    }

    private static ConvNextVariant small(List<Integer> depths, int width) {
        return new ConvNextVariant(depths, doubling(width), EPSILON, Activation.GELU, Matrices.CONVOLUTIONAL);
    }

    private static ConvNextVariant usual(List<Integer> depths, int width, double epsilon) {
        return new ConvNextVariant(depths, doubling(width), epsilon, Activation.GELU, Matrices.LINEAR);
    }

    private static List<Integer> doubling(int width) {
        return List.of(width, 2 * width, 4 * width, 8 * width);
    }

    /**
     * The variant of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static ConvNextVariant named(String name) {
        ConvNextVariant variant = VARIANTS.get(name);
        if (variant == null) {
            throw new IllegalArgumentException("vision_cfg.timm_model_name '" + name + "' is not supported (expected: "
                    + String.join(", ", new TreeMap<>(VARIANTS).keySet()) + ")");
        }
        return variant;
    }

    /** Blocks of all stages. */
    public int blocks() {
        return depths.stream().mapToInt(Integer::intValue).sum();
    }

    /** Channels of the result. */
    public int outputs() {
        return widths.get(widths.size() - 1);
    }

    /** Pixels per position of the result, both ways: the stem takes a quarter, each stage but the first a half. */
    public int reduction() {
        return PATCH << (widths.size() - 1);
    }
}
