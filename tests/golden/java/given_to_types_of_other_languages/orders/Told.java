package orders;

import com.amazonaws.services.cloudformation.AmazonCloudFormation;
import com.amazonaws.services.cloudformation.model.ChangeSetStatus;

public class Told {
    /** A type of the SDK that is imported by its name is that, whatever it is said to get. */
    public boolean same(AmazonCloudFormation client) {
        return ChangeSetStatus.FAILED.name().equals(client);
    }
}
