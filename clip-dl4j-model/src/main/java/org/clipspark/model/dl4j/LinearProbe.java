package org.clipspark.model.dl4j;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Logistic regression on frozen embeddings, trained by DL4J on all of them at once: how well classes can be told apart by
 * straight lines.
 */
public final class LinearProbe {
    /** Weight decays that a search chooses from, 10^-6 to 10^2 evenly in their logarithm. */
    private static final int DECAYS = 97;

    private static final int FIRST_TRIALS = 16;

    private final MultiLayerNetwork network;
    private final ProbeSettings settings;
    private final LabelledEmbeddings trained;

    private LinearProbe(MultiLayerNetwork network, ProbeSettings settings, LabelledEmbeddings trained) {
        this.network = network;
        this.settings = settings;
        this.trained = trained;
    }

    /** A probe trained on those embeddings; equal settings and embeddings give equal probes. */
    public static LinearProbe train(LabelledEmbeddings embeddings, ProbeSettings settings) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(settings.seed())
                .updater(new Adam(settings.learningRate()))
                .weightInit(WeightInit.XAVIER);
        if (settings.weightDecay() > 0) {
            builder.weightDecay(settings.weightDecay()).weightDecayBias(settings.weightDecay());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.list()
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(embeddings.width())
                        .nOut(embeddings.classes())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        DataSet all = embeddings.toDataSet();
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            network.fit(all);
        }
        return new LinearProbe(network, settings, embeddings);
    }

    /**
     * The probe with the weight decay that does best on embeddings held out, trained anew on all: CLIP_benchmark's search,
     * coarse steps first, then finer ones around the best.
     *
     * @throws IllegalArgumentException if width or classes of the two differ
     */
    public static LinearProbe search(
            LabelledEmbeddings training, LabelledEmbeddings validation, ProbeSettings settings) {
        training.checkSame(validation.width(), validation.classes());
        Map<Integer, Double> scores = new HashMap<>();
        ToDoubleFunction<Integer> score = index -> scores.computeIfAbsent(
                index,
                place -> train(training, settings.withWeightDecay(decay(place)))
                        .evaluate(validation)
                        .accuracy());
        int best = 0;
        for (int i = FIRST_TRIALS; i < DECAYS; i += FIRST_TRIALS) {
            best = score.applyAsDouble(i) > score.applyAsDouble(best) ? i : best;
        }
        for (int step = FIRST_TRIALS / 2; step > 0; step /= 2) {
            for (int place : new int[] {Math.max(0, best - step), Math.min(DECAYS - 1, best + step)}) {
                best = score.applyAsDouble(place) > score.applyAsDouble(best) ? place : best;
            }
        }
        return train(training.plus(validation), settings.withWeightDecay(decay(best)));
    }

    private static double decay(int index) {
        return Math.pow(10, -6 + 8.0 * index / (DECAYS - 1));
    }

    /**
     * Accuracy and all that ND4J derives from predictions.
     *
     * @throws IllegalArgumentException if width or classes are not those of the training
     */
    public Evaluation evaluate(LabelledEmbeddings embeddings) {
        trained.checkSame(embeddings.width(), embeddings.classes());
        DataSet all = embeddings.toDataSet();
        Evaluation evaluation = new Evaluation(embeddings.classes());
        evaluation.eval(all.getLabels(), network.output(all.getFeatures()));
        return evaluation;
    }

    /**
     * Scores before the softmax.
     *
     * @return {@code [N, classes]}, row-major
     * @throws IllegalArgumentException if width or classes are not those of the training
     */
    public float[] logits(LabelledEmbeddings embeddings) {
        trained.checkSame(embeddings.width(), embeddings.classes());
        return embeddings
                .toDataSet()
                .getFeatures()
                .mmul(network.getParam("0_W"))
                .addiRowVector(network.getParam("0_b"))
                .dup('c')
                .data()
                .asFloat();
    }

    /** The settings that it was trained with, the chosen weight decay included. */
    public ProbeSettings settings() {
        return settings;
    }

    /** The network of one softmax layer, to save by DL4J's {@code ModelSerializer}. */
    public MultiLayerNetwork network() {
        return network;
    }
}
