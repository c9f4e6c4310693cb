package org.clipspark.prep.twin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Connected components of a graph whose nodes are text, named by their smallest node. */
final class Groups {
    static final String NODE = "node";
    static final String LABEL = "label";

    // Some 100 MB on the driver; the jobs of a distributed search take longer than this many edges.
    private static final int MOST_EDGES_ON_DRIVER = 200_000;
    private static final StructType LABELLED =
            new StructType().add(NODE, DataTypes.StringType).add(LABEL, DataTypes.StringType);

    private Groups() {}

    /**
     * Every node but the smallest of its component as {@link #NODE}, with that one as {@link #LABEL}.
     *
     * @param edges two columns of nodes, the first of a row smaller than the second
     */
    static Dataset<Row> of(Dataset<Row> edges, TwinSearch search) {
        List<Row> some = edges.limit(MOST_EDGES_ON_DRIVER + 1).collectAsList();
        return some.size() > MOST_EDGES_ON_DRIVER
                ? new StarGroups(search).of(edges)
                : edges.sparkSession().createDataFrame(onDriver(some), LABELLED);
    }

    /** The same by union and find. */
    static List<Row> onDriver(List<Row> edges) {
        Map<String, String> parents = new HashMap<>();
        for (Row edge : edges) {
            String one = root(parents, edge.getString(0));
            String other = root(parents, edge.getString(1));
            if (one.compareTo(other) < 0) {
                parents.put(other, one);
            } else if (other.compareTo(one) < 0) {
                parents.put(one, other);
            }
        }
        List<Row> labels = new ArrayList<>();
        for (String node : List.copyOf(parents.keySet())) {
            labels.add(RowFactory.create(node, root(parents, node)));
        }
        return labels;
    }

    private static String root(Map<String, String> parents, String node) {
        String current = node;
        String parent = parents.getOrDefault(current, current);
        while (!parent.equals(current)) {
            String above = parents.getOrDefault(parent, parent);
            // Halving the path keeps later walks short.
            parents.put(current, above);
            current = parent;
            parent = above;
        }
        return current;
    }
}
