package org.clipspark.job.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run was made. It is written beside the metrics before the first step.
 *
 * @param config the effective configuration, as nested maps
 * @param seeds by what they seed
 * @param inputs what the run works on
 * @param build what runs, and since when
 * @param facts further things worth knowing, shown in the report in this order; name to text
 * @param parameterGroups which parameters learn at which rate, and which are decayed
 */
public record RunRecord(
        Map<String, Object> config,
        Map<String, Long> seeds,
        Inputs inputs,
        Build build,
        Map<String, String> facts,
        List<ParameterGroup> parameterGroups) {
    /** Name of the file within a run's folder. */
    public static final String FILE_NAME = "run.json";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .setSerializationInclusion(JsonInclude.Include.ALWAYS);

    /**
     * Identity of all that goes into a run; hashes are hexadecimal.
     *
     * @param dataManifestHash of the shards of all sources together
     * @param sources of the shards
     * @param tombstones keys whose rows are left out
     * @param modelHash of the model's configuration
     * @param transformHash of what is done to images
     * @param tokenizerHash of the vocabulary
     * @param promptTemplates of the zero-shot evaluation; empty where there is none
     * @param weights that training began with
     */
    public record Inputs(
            String dataManifestHash,
            List<Source> sources,
            Tombstones tombstones,
            String modelHash,
            String transformHash,
            String tokenizerHash,
            List<String> promptTemplates,
            Weights weights) {
        /** Copies the lists. */
        public Inputs {
            sources = List.copyOf(sources);
            promptTemplates = List.copyOf(promptTemplates);
        }
    }

    /**
     * One data set that the run learns from.
     *
     * @param name of it, unique in the run
     * @param shards its folder
     * @param manifestHash of its shards
     * @param weight of its training rows
     * @param trainRows rows of its training split
     * @param validationRows rows of its validation split
     * @param erasedTrainRows of these, left out as their keys are listed
     * @param erasedValidationRows of these, left out as their keys are listed
     */
    public record Source(
            String name,
            String shards,
            String manifestHash,
            double weight,
            long trainRows,
            long validationRows,
            long erasedTrainRows,
            long erasedValidationRows) {}

    /**
     * The keys whose rows are left out.
     *
     * @param sha256 of their lists; empty if there is none
     * @param keys that are listed
     * @param unknownKeys listed, but of no row
     */
    public record Tombstones(String sha256, long keys, long unknownKeys) {
        /** No list. */
        public static final Tombstones NONE = new Tombstones("", 0, 0);
    }

    /**
     * The weights that training began with.
     *
     * @param source path of their file; empty if they were drawn at random
     * @param sha256 of that file; empty if they were drawn at random
     */
    public record Weights(String source, String sha256) {
        /** Weights drawn at random. */
        public static final Weights DRAWN = new Weights("", "");
    }

    /**
     * The program.
     *
     * @param gitCommit it was built from, or a word where that is unknown
     * @param versions of the libraries and the runtime
     * @param startedAt when the run began
     */
    public record Build(
            String gitCommit,
            Map<String, String> versions,

            @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(converter = ParsedInstant.class)
            Instant startedAt) {
        /** Copies the map. */
        public Build {
            versions = copy(versions);
        }
    }

    /**
     * Parameters that are updated alike.
     *
     * @param learningRate the highest of the run, 0 for parameters that stay as they are
     * @param weightDecay decoupled decay, 0 for none
     * @param elements floats of all its parameters together
     * @param parameters their names
     */
    public record ParameterGroup(double learningRate, double weightDecay, long elements, List<String> parameters) {
        /** Copies the list. */
        public ParameterGroup {
            parameters = List.copyOf(parameters);
        }
    }

    /** Copies the maps and the list. */
    public RunRecord {
        config = copy(config);
        seeds = copy(seeds);
        facts = copy(facts);
        parameterGroups = List.copyOf(parameterGroups);
    }

    /**
     * Writes the record: temporary file first, then rename.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void save(Path runFolder) {
        try {
            RunFiles.replace(runFolder.resolve(FILE_NAME), JSON.writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The run's configuration is no plain data: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads the record of a run.
     *
     * @throws UncheckedIOException if there is none or it is damaged
     */
    public static RunRecord load(Path runFolder) {
        Path file = runFolder.resolve(FILE_NAME);
        try {
            return JSON.readValue(RunFiles.read(file), RunRecord.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getOriginalMessage(), new IOException(e));
        }
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Jackson needs another module for instants; one converter is less. */
    static final class ParsedInstant extends StdConverter<String, Instant> {
        @Override
        public Instant convert(String text) {
            return Instant.parse(text);
        }
    }
}
