/**
 * The corruptions of ImageNet-C (Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions
 * and Perturbations", ICLR 2019), seeded. Entry point: {@link Corruption}.
 */
@NullMarked
package org.clipspark.image.corrupt;

import org.jspecify.annotations.NullMarked;
