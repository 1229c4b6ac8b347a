package graph

import (
	"context"
	"errors"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

type base struct{}

var errBuilding = errors.ErrUnsupported

func (e *Error) Error() string                  { return e.Message }
func New(Options) (*Client, error)              { return nil, errBuilding }
func NewTransport() (policy.Transporter, error) { return nil, errBuilding }
func (c *Client) Organization(ctx context.Context) (Organization, error) {
	return Organization{}, errBuilding
}
func (c *Client) DeviceAppManagement(ctx context.Context) (DeviceAppManagement, error) {
	return DeviceAppManagement{}, errBuilding
}
func (c *Client) UpdateDeviceAppManagement(ctx context.Context, u DeviceAppManagementUpdate) (DeviceAppManagement, error) {
	return DeviceAppManagement{}, errBuilding
}
func (c *Client) SyncMicrosoftStoreForBusinessApps(ctx context.Context) (requested time.Time, err error) {
	return time.Time{}, errBuilding
}
func (c *Client) LicensedApps(ctx context.Context) ([]App, error)                         { return nil, errBuilding }
func (c *Client) Apps(ctx context.Context, ids []string) []Answer[App]                    { return nil }
func AssignmentID(a Assignment) string                                                    { return "" }
func (c *Client) Assignments(ctx context.Context, appIDs []string) []Answer[[]Assignment] { return nil }
func (c *Client) Assignment(ctx context.Context, appID, id string) (a Assignment, found bool, err error) {
	return Assignment{}, false, errBuilding
}
func (c *Client) CreateAssignment(ctx context.Context, appID string, a Assignment) (Assignment, error) {
	return Assignment{}, errBuilding
}
func (c *Client) UpdateAssignment(ctx context.Context, appID, id string, a Assignment) (Assignment, error) {
	return Assignment{}, errBuilding
}
func (c *Client) DeleteAssignment(ctx context.Context, appID, id string) error { return errBuilding }
func (c *Client) Assign(ctx context.Context, appID string, all []Assignment) error {
	return errBuilding
}
func (c *Client) Groups(ctx context.Context, ids []string) []Answer[Group]          { return nil }
func (c *Client) MemberCounts(ctx context.Context, groupIDs []string) []Answer[int] { return nil }
func (c *Client) Members(ctx context.Context, groupID string, page func([]Member) error) (found bool, err error) {
	return false, errBuilding
}
func (c *Client) LicensedUserCount(ctx context.Context) (int, error) { return 0, errBuilding }
func (c *Client) LicensedUsers(ctx context.Context, page func([]string) error) error {
	return errBuilding
}
func (c *Client) UserIDs(ctx context.Context, upns []string) (map[string]string, error) {
	return nil, errBuilding
}
func (c *Client) ManagedDevices(ctx context.Context, filter ManagedDeviceFilter, page func([]ManagedDevice) error) error {
	return errBuilding
}
func (c *Client) StoreInventory(ctx context.Context) ([]InventoryEntry, error) {
	return nil, errBuilding
}
func (c *Client) StoreSeats(ctx context.Context, productKey string, page func([]Seat) error) error {
	return errBuilding
}
