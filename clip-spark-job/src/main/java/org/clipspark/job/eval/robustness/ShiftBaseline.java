package org.clipspark.job.eval.robustness;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.clipspark.job.eval.statistic.LeastSquares;

/**
 * What accuracy on a shifted data set usual models have, given theirs on clean ones: linear between the logits of accuracies,
 * {@code logit(shift) = sum of slope * logit(clean) + intercept} (Taori et al., <i>Measuring Robustness to Natural
 * Distribution Shifts in Image Classification</i>, 2020). With several clean data sets it is the multi-domain form of Shi et
 * al., <i>Effective Robustness against Natural Distribution Shifts for Models with Different Training Data</i> (2023).
 *
 * @param name of the shifted data set and of the models behind the fit
 * @param slopes one for each clean data set
 * @param intercept the constant term, a logit
 * @param rSquared of the fit, in logits
 * @param models that were fitted
 */
public record ShiftBaseline(String name, List<Double> slopes, double intercept, double rSquared, int models) {
    /** ImageNetV2 by ImageNet, fitted to the 87 standard models of imagenet-testbed. */
    public static final ShiftBaseline IMAGENET_V2 =
            new ShiftBaseline("ImageNetV2, standard models of imagenet-testbed", List.of(0.9114), -0.4815, 0.9958, 87);

    /** ImageNet-Sketch by ImageNet, fitted to the same models. */
    public static final ShiftBaseline IMAGENET_SKETCH = new ShiftBaseline(
            "ImageNet-Sketch, standard models of imagenet-testbed", List.of(1.0712), -2.3722, 0.868, 87);

    /** What has to stand beside every effective robustness. */
    public static final String CAUTION =
            "Effective robustness is relative to the models behind the baseline. A model that"
                    + " learnt from other data than they did can lie above the line without being more robust, since its accuracy on"
                    + " one clean data set says less of it: compare it with models of the same training data, or fit several clean"
                    + " data sets at once.";

    /** Copies the list. */
    public ShiftBaseline {
        slopes = List.copyOf(slopes);
        if (slopes.isEmpty()) {
            throw new IllegalArgumentException("A baseline needs at least one clean data set");
        }
    }

    /**
     * Accuracies of one model, fractions above 0 and below 1.
     *
     * @param clean on each clean data set
     * @param shift on the shifted one
     */
    public record Accuracies(List<Double> clean, double shift) {
        /** Copies the list. */
        public Accuracies {
            clean = List.copyOf(clean);
        }

        /** With one clean data set. */
        public Accuracies(double clean, double shift) {
            this(List.of(clean), shift);
        }
    }

    /**
     * Fits a baseline.
     *
     * @param models at least one more than there are numbers to find
     * @throws IllegalArgumentException if there are too few, their data sets differ, or an accuracy is 0, 1 or no fraction
     */
    public static ShiftBaseline fit(String name, List<Accuracies> models) {
        int width =
                models.stream().mapToInt(model -> model.clean().size()).max().orElse(1);
        if (models.size() < width + 2) {
            throw new IllegalArgumentException("A baseline of " + width + " clean data sets needs at least "
                    + (width + 2) + " models, got " + models.size());
        }
        double[][] features =
                models.stream().map(model -> logits(model.clean())).toArray(double[][]::new);
        double[] shifts =
                models.stream().mapToDouble(model -> logit(model.shift())).toArray();
        LeastSquares fit = LeastSquares.fit(features, shifts);
        return new ShiftBaseline(name, fit.slopes(), fit.constant(), fit.rSquared(), fit.samples());
    }

    /** Accuracy on the shifted data set that a usual model with those clean accuracies has. */
    public double expected(double... clean) {
        if (clean.length != slopes.size()) {
            throw new IllegalArgumentException("Baseline " + name + " takes accuracies on " + slopes.size()
                    + " clean data sets, got " + clean.length);
        }
        double logit = intercept;
        for (int i = 0; i < clean.length; i++) {
            logit += slopes.get(i) * logit(clean[i]);
        }
        return 1 / (1 + Math.exp(-logit));
    }

    /**
     * Effective robustness: how far a model's accuracy on the shifted data set lies above that of a usual model; a difference
     * of fractions. {@link #CAUTION} belongs beside it.
     */
    public double effectiveRobustness(double shift, double... clean) {
        Errors.check("accuracy on " + name, shift);
        return shift - expected(clean);
    }

    /** Relative robustness: what a change of a model wins on the shifted data set; a difference of fractions. */
    public static double relativeRobustness(double shiftBefore, double shiftAfter) {
        Errors.check("accuracy before", shiftBefore);
        Errors.check("accuracy after", shiftAfter);
        return shiftAfter - shiftBefore;
    }

    /** The fit in one line, with how good it is. */
    public String describe() {
        StringBuilder line = new StringBuilder("logit(shift) =");
        for (int i = 0; i < slopes.size(); i++) {
            line.append(String.format(Locale.ROOT, "%s %.4f logit(clean", i == 0 ? "" : " +", slopes.get(i)));
            line.append(slopes.size() > 1 ? " " + (i + 1) + ")" : ")");
        }
        return line
                + String.format(
                        Locale.ROOT,
                        " %s %.4f, R2 = %.4f, n = %d (%s)",
                        intercept < 0 ? "-" : "+",
                        Math.abs(intercept),
                        rSquared,
                        models,
                        name);
    }

    private static double[] logits(List<Double> accuracies) {
        double[] logits = new double[accuracies.size()];
        Arrays.setAll(logits, i -> logit(accuracies.get(i)));
        return logits;
    }

    private static double logit(double accuracy) {
        if (!(accuracy > 0 && accuracy < 1)) {
            throw new IllegalArgumentException(
                    "An accuracy with a logit is a fraction above 0 and below 1, got " + accuracy);
        }
        return Math.log(accuracy / (1 - accuracy));
    }
}
