package org.clipspark.model.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;

/** The tensors of a file whose tables of positions have become those of a model. */
final class FittedTensors implements TensorSource {
    private final TensorSource source;
    private final PositionTables positions;
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    FittedTensors(TensorSource source, PositionTables positions, ParameterLayout layout) {
        this.source = source;
        this.positions = positions;
        TensorNames names = TensorNames.of(source.shapes().keySet(), layout);
        source.shapes().forEach((name, found) -> {
            Placement place = names.place(name);
            Optional<Shape> wanted = layout.find(place.parameter())
                    .map(ParameterLayout.Entry::shape)
                    .filter(shape -> !place.fits(found, shape) && positions.canResize(place.parameter(), found, shape));
            wanted.ifPresent(shape -> tables.put(name, place.parameter()));
            shapes.put(name, wanted.orElse(found));
        });
    }

    /** What was resized, with both shapes. */
    List<String> resized() {
        List<String> resized = new ArrayList<>();
        tables.keySet()
                .forEach(name -> resized.add(name + " from " + source.shapes().get(name) + " to " + shapes.get(name)));
        return resized;
    }

    @Override
    public Map<String, Shape> shapes() {
        return shapes;
    }

    @Override
    public void read(Map<String, FloatVector> targets) {
        Map<String, FloatVector> whole = new LinkedHashMap<>(targets);
        Map<String, float[]> found = new LinkedHashMap<>();
        tables.keySet().stream().filter(targets::containsKey).forEach(name -> {
            float[] table = new float[(int) found(name).size()];
            found.put(name, table);
            whole.put(name, FloatVector.of(table));
        });
        source.read(whole);
        found.forEach((name, table) -> {
            float[] resized = positions.resized(tables.getOrDefault(name, name), found(name), table);
            FloatVector target = targets.getOrDefault(name, FloatVector.of(resized));
            target.write(0, resized, 0, resized.length);
        });
    }

    private Shape found(String name) {
        return source.shapes().getOrDefault(name, Shape.of(0));
    }
}
