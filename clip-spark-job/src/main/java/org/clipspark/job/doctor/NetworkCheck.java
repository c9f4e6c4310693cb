package org.clipspark.job.doctor;

import java.util.List;
import java.util.Optional;

/** Whether this machine knows itself by name, and others can reach it. */
final class NetworkCheck implements Check {
    private static final String FIX = "set SPARK_LOCAL_IP to an address of this machine, or add its name to /etc/hosts";

    @Override
    public List<Finding> run(Environment environment) {
        String set = environment.variable("SPARK_LOCAL_IP");
        Optional<String> address = set.isEmpty() ? environment.ownAddress() : Optional.of(set);
        if (address.isEmpty()) {
            return List.of(Finding.failure("network", "this machine's own name does not resolve", FIX));
        }
        String master = environment.spark().get("spark.master", "local");
        boolean isOneMachine = master.startsWith("local") || master.matches("spark://(127\\.|localhost).*");
        boolean isNamed = environment.spark().contains("spark.driver.host");
        if (!isOneMachine && !isNamed && address.get().startsWith("127.")) {
            return List.of(Finding.failure(
                    "network",
                    "executors would call the driver at " + address.get() + ", which is their own machine",
                    "set SPARK_LOCAL_IP or spark.driver.host to an address that they reach"));
        }
        return List.of(Finding.ok("network", "known as " + address.get()));
    }
}
