package org.clipspark.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class ClipEncoderLayerTest {
    private static final ModelConfig CONFIG = ModelConfig.parse("""
            {"embed_dim": 5,
             "vision_cfg": {"image_size": [4, 6], "patch_size": 2, "width": 4, "layers": 1, "head_width": 2},
             "text_cfg": {"context_length": 3, "vocab_size": 7, "width": 4, "heads": 2, "layers": 1}}
            """);

    @TempDir
    Path folder;

    private static MultiLayerConfiguration configuration(DataType type, String backend) {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(type)
                .updater(type == DataType.DOUBLE ? new NoOp() : new Adam(0.01))
                .list()
                .layer(new ClipEncoderLayer(CONFIG, backend, 1))
                .layer(head())
                .setInputType(InputType.convolutional(4, 6, 3))
                .build();
    }

    private static OutputLayer head() {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(5)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork network(String backend) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(DataType.FLOAT, backend));
        network.init();
        return network;
    }

    private static INDArray images(DataType type, int count, long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles((long) count * 72, -1, 1).toArray();
        return Nd4j.createFromArray(values).castTo(type).reshape('c', count, 3, 4, 6);
    }

    /** To the last bit, where ND4J's own comparison has a tolerance. */
    private static float[] floats(INDArray array) {
        return array.reshape(array.length()).toFloatVector();
    }

    private static INDArray labels(DataType type, int count) {
        INDArray labels = Nd4j.zeros(type, count, 3);
        for (int row = 0; row < count; row++) {
            labels.putScalar(row, row % 3, 1);
        }
        return labels;
    }

    @Test
    void hasTheGradientsOfDifferences() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration(DataType.DOUBLE, "nd4j"));
            network.init();

            boolean passes = GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .input(images(DataType.DOUBLE, 3, 1))
                    .labels(labels(DataType.DOUBLE, 3))
                    .epsilon(1e-6)
                    .maxRelError(1e-3)
                    .minAbsoluteError(1e-8)
                    .subset(true)
                    .maxPerParam(6));

            assertThat(passes).isTrue();
        } finally {
            Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        }
    }

    @Test
    void givesTheGradientOfItsInput() {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(DataType.DOUBLE, "nd4j"));
        network.init();
        network.initGradientsView();
        org.deeplearning4j.nn.api.Layer layer = network.getLayer(0);
        LayerWorkspaceMgr outside = LayerWorkspaceMgr.noWorkspaces();
        INDArray input = images(DataType.DOUBLE, 2, 2);
        layer.activate(input, true, outside);

        INDArray gradient = layer.backpropGradient(Nd4j.ones(DataType.DOUBLE, 2, 5), outside)
                .getSecond();

        assertThat(gradient.shape()).containsExactly(input.shape());
        for (long[] place : new long[][] {{0, 0, 0, 0}, {1, 2, 3, 5}, {0, 1, 2, 3}, {1, 0, 1, 4}}) {
            double value = input.getDouble(place);
            double above = layer.activate(input.dup().putScalar(place, value + 1e-5), true, outside)
                    .sumNumber()
                    .doubleValue();
            double below = layer.activate(input.dup().putScalar(place, value - 1e-5), true, outside)
                    .sumNumber()
                    .doubleValue();
            assertThat(gradient.getDouble(place)).isCloseTo((above - below) / 2e-5, within(1e-6));
        }
    }

    @Test
    void computesWhatTheModelComputes() {
        MultiLayerNetwork network = network("onednn");
        network.output(images(DataType.FLOAT, 1, 3));
        INDArray images = images(DataType.FLOAT, 2, 3);
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(CONFIG, backend, 2);
            model.initialise(11);
            ClipEncoderLayer.copyWeights(model, network.getLayer(0));
            INDArray rows = new PatchOrder(CONFIG.vision(), DataType.FLOAT).toRows(images);

            INDArray embeddings = network.feedForwardToLayer(0, images).get(1);

            float[] expected = model.embedImages(floats(rows), 2);
            INDArray unit = embeddings.divColumnVector(embeddings.norm2(true, 1));
            assertThat(floats(unit)).containsExactly(expected, within(1e-6f));
            assertThat(network.getParam("0_visual.class-embedding").length()).isEqualTo(4);
        }
    }

    @Test
    void comesBackFromDiskBitForBit() throws IOException {
        MultiLayerNetwork network = network("onednn");
        INDArray images = images(DataType.FLOAT, 4, 4);
        network.fit(new DataSet(images, labels(DataType.FLOAT, 4)));
        Path file = folder.resolve("network.zip");

        ModelSerializer.writeModel(network, file.toFile(), true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);

        assertThat(floats(restored.output(images))).containsExactly(floats(network.output(images)));
        assertThat(restored.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
    }

    @Test
    void staysAsItIsWhereItIsFrozen() {
        MultiLayerNetwork network = network("onednn");
        float[] before = floats(network.getLayer(0).params());
        MultiLayerNetwork frozen =
                new TransferLearning.Builder(network).setFeatureExtractor(0).build();
        DataSet batch = new DataSet(images(DataType.FLOAT, 6, 5), labels(DataType.FLOAT, 6));
        double first = frozen.score(batch);

        for (int step = 0; step < 20; step++) {
            frozen.fit(batch);
        }

        assertThat(frozen.getLayer(0)).isInstanceOf(FrozenLayer.class);
        assertThat(floats(frozen.getLayer(0).params())).containsExactly(before);
        assertThat(frozen.score(batch)).isLessThan(first);
    }

    @Test
    void learnsInAGraphAndComesBack() throws IOException {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(4, 6, 3))
                .addLayer("clip", new ClipEncoderLayer(CONFIG, "onednn", 1), "images")
                .addLayer("classes", head(), "clip")
                .setOutputs("classes")
                .build());
        graph.init();
        INDArray images = images(DataType.FLOAT, 6, 6);
        DataSet batch = new DataSet(images, labels(DataType.FLOAT, 6));
        double first = graph.score(batch);
        for (int step = 0; step < 30; step++) {
            graph.fit(batch);
        }
        Path file = folder.resolve("graph.zip");
        ModelSerializer.writeModel(graph, file.toFile(), false);

        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file.toFile(), false);

        assertThat(graph.score(batch)).isLessThan(0.5 * first);
        assertThat(floats(restored.outputSingle(images))).containsExactly(floats(graph.outputSingle(images)));
        assertThat(floats(restored.getParam("clip_visual.class-embedding")))
                .containsExactly(floats(graph.getParam("clip_visual.class-embedding")));
    }

    @Test
    void namesWhatDoesNotFit() {
        ModelConfig resNet = ModelConfig.parse("""
                {"embed_dim": 8,
                 "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 4},
                 "text_cfg": {"context_length": 3, "vocab_size": 7, "width": 4, "heads": 2, "layers": 1}}
                """.replace("\"width\": 4}", "\"width\": 4, \"head_width\": 16}"));
        assertThatThrownBy(() -> new ClipEncoderLayer(resNet, "onednn", 1))
                .hasMessageContaining("needs a vision transformer");
        assertThatThrownBy(() -> new ClipEncoderLayer(CONFIG, "onednn", 0))
                .hasMessage("threads must be at least 1, got 0");
        assertThatThrownBy(
                        () -> new ClipEncoderLayer(CONFIG, "onednn", 1).setNIn(InputType.convolutional(6, 4, 3), true))
                .hasMessageContaining("of image_size [4, 6] reads 3 channels first or 72 numbers, got");
        INDArray wrong = Nd4j.zeros(2, 3, 6, 4);
        MultiLayerNetwork network = network("onednn");
        assertThatThrownBy(() -> network.getLayer(0).activate(wrong, false, LayerWorkspaceMgr.noWorkspaces()))
                .hasMessage("A ClipEncoderLayer reads [B, 3, 4, 6] or [B, 72], got [2, 3, 6, 4]");
    }
}
