package org.clipspark.job.eval.robustness;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The model that errors on corrupted images are divided by.
 *
 * @param name of the model
 * @param cleanError fraction of clean images that it has wrong
 * @param errors name of a corruption to the fraction of its images that the model has wrong, averaged over severities
 */
public record CorruptionReference(String name, double cleanError, Map<String, Double> errors) {
    /**
     * AlexNet on ImageNet-C, as published with the code of Hendrycks and Dietterich, <i>Benchmarking Neural Network Robustness
     * to Common Corruptions and Perturbations</i> (2019); its clean error is that of torchvision's weights, which they used.
     */
    public static final CorruptionReference ALEXNET = new CorruptionReference("AlexNet", 0.43478, alexNet());

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if there is no corruption, or an error is not above 0 and up to 1
     */
    public CorruptionReference {
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
        Errors.check("clean error of " + name, cleanError);
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("Reference " + name + " has no corruption");
        }
        for (Map.Entry<String, Double> entry : errors.entrySet()) {
            Errors.check("error of " + name + " on " + entry.getKey(), entry.getValue());
            if (entry.getValue() == 0) {
                throw new IllegalArgumentException("Reference " + name + " makes no error on " + entry.getKey()
                        + ": nothing can be divided by it");
            }
        }
    }

    /**
     * A reference by its errors at every severity.
     *
     * @param bySeverity name of a corruption to errors at its severities
     */
    public static CorruptionReference of(String name, double cleanError, Map<String, List<Double>> bySeverity) {
        Map<String, Double> means = new LinkedHashMap<>();
        bySeverity.forEach((corruption, errors) -> means.put(corruption, Errors.mean(corruption, errors)));
        return new CorruptionReference(name, cleanError, means);
    }

    private static Map<String, Double> alexNet() {
        Map<String, Double> errors = new LinkedHashMap<>();
        errors.put("gaussian_noise", 0.886428);
        errors.put("shot_noise", 0.894468);
        errors.put("impulse_noise", 0.922640);
        errors.put("defocus_blur", 0.819880);
        errors.put("glass_blur", 0.826268);
        errors.put("motion_blur", 0.785948);
        errors.put("zoom_blur", 0.798360);
        errors.put("snow", 0.866816);
        errors.put("frost", 0.826572);
        errors.put("fog", 0.819324);
        errors.put("brightness", 0.564592);
        errors.put("contrast", 0.853204);
        errors.put("elastic_transform", 0.646056);
        errors.put("pixelate", 0.717840);
        errors.put("jpeg_compression", 0.606500);
        return errors;
    }
}
